using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FirstParty.Identity;
using FirstParty.Identity.Text;

namespace FirstParty.Tests.Identity.Text;

/// <summary>Form KC of UAX 15 against what node's ICU makes of the same texts (<c>make-nfkc.mjs</c>); checked against Python's <c>unicodedata</c> as well.</summary>
public sealed class NfkcTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", "nfkc.json"))).RootElement;

    private static readonly IdentityRules Swedish = IdentityRules.Default with { Region = "SE" };

    [Test]
    public void Normalise_OfEveryCodePoint_IsTheOracles()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (Rune.IsValid(point))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Nfkc.Normalise(char.ConvertFromUtf32(point)) + "\n"));
            }
        }

        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(Oracle.GetProperty("everyCodePoint").GetString());
        Nfkc.UnicodeVersion.ShouldBe(Oracle.GetProperty("unicode").GetString());
    }

    [Test]
    public void Normalise_OfTextsThatCombine_IsTheOracles()
    {
        foreach (var pair in Oracle.GetProperty("cases").EnumerateArray())
        {
            var (text, expected) = (pair[0].GetString()!, pair[1].GetString()!);
            Nfkc.Normalise(text).ShouldBe(expected, Hex(text));
            Nfkc.Normalise(expected).ShouldBe(expected, "once is enough");
        }
    }

    [Test]
    public void Normalise_CostsNothing_WhereThereIsOnlyAscii()
    {
        const string Plain = "Ada.Lovelace+1843@example.com";
        Nfkc.Normalise(Plain).ShouldBeSameAs(Plain);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Nfkc.Normalise(Plain);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Test] // Not a TestCase: the compiler writes attributes in UTF-8, which mends the value.
    public void Normalise_KeepsALoneSurrogate() => Nfkc.Normalise("é\ud800\uff21\udc00").ShouldBe("é\ud800A\udc00");

    [TestCase("email", "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com")] // Full-width, as an input method writes it.
    [TestCase("email", "zoe\u0308@example.com", "zo\u00eb@example.com")] // The mark apart, as macOS writes it.
    [TestCase("email", "o\ufb03ce@example.com", "office@example.com")] // A ligature copied out of a PDF.
    [TestCase("email", "ada@bu\u0308cher.example", "ada@xn--bcher-kva.example")]
    [TestCase("email", "\u201cADA@example.com\u201d", "ada@example.com")]
    [TestCase("email", "\u00a0'mailto: ada@example.com'\u3000", "ada@example.com")]
    [TestCase("phone", "０７０－１２３　４５　６７", "+46701234567")]
    [TestCase("phone", "+٤٦ ٧٠ ١٢٣ ٤٥ ٦٧", "+46701234567")]
    [TestCase("phone", "'070-123 45 67'", "+46701234567")]
    [TestCase("userId", "\"00042\"", "00042")]
    [TestCase("userId", "Å\u212B\u0041\u030A", "ÅÅÅ")]
    [TestCase("userId", "\"", "\"")]
    [TestCase("userId", "\"a'", "\"a'")]
    [TestCase("advertisingId", "\"{6F9619FF-8B86-D011-B42D-00CF4FC964FF}\"", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    public void TryNormalise_MeetsWhatMeansTheSame(string @namespace, string value, string expected)
    {
        Swedish.TryNormalise(new Identifier(@namespace, value), out var normalised, out _).ShouldBeTrue();
        normalised!.Value.Value.ShouldBe(expected);
        Swedish.TryNormalise(normalised.Value, out var again, out _).ShouldBeTrue();
        again.ShouldBe(normalised, "once is enough");
    }

    [TestCase("ｕｎｄｅｆｉｎｅｄ", IdentifierRefusal.Blocked)]
    [TestCase("'null'", IdentifierRefusal.Blocked)]
    [TestCase("\u3000", IdentifierRefusal.Empty)]
    [TestCase("\u00a0\u2003", IdentifierRefusal.Empty)]
    public void TryNormalise_RefusesWhatMeansNobody(string value, IdentifierRefusal expected)
    {
        IdentityRules.Default.TryNormalise(new Identifier("userId", value), out _, out var refusal).ShouldBeFalse();
        refusal.ShouldBe(expected);
    }

    [Test]
    public void TryNormalise_IsBounded_WhereOneCodePointBecomesMany()
    {
        IdentityRules.Default.TryNormalise(new Identifier("userId", new string('\ufdfa', Identifier.MaxValueLength)), out _, out var refusal);
        refusal.ShouldBe(IdentifierRefusal.TooLong, "a phrase of 18 in one");
    }

    [Test]
    public void Normalisers_AreIdempotent_OnEveryThirdCodePoint()
    {
        foreach (var normaliser in new[] { IdentifierNormaliser.None, IdentifierNormaliser.Lower })
        {
            for (var point = 0x80; point <= 0x1FFFF; point += 3)
            {
                if (Rune.IsValid(point) && normaliser.Normalise("a" + char.ConvertFromUtf32(point) + "b", "US") is var once && normaliser.Normalise(once!, "US") != once)
                {
                    Assert.Fail($"{normaliser} of {point:X}");
                }
            }
        }
    }

    private static string Hex(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => $"{rune.Value:X4}"));
}
