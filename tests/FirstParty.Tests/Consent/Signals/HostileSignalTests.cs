using FirstParty.Consent;
using FirstParty.Consent.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent.Signals;

/// <summary>Whatever text arrives, a reader answers with what it holds or with its own refusal, and takes little memory over it.</summary>
public sealed class HostileSignalTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~ +/=\u00e9";
    private const int Allowed = 600_000;
    private static readonly SignalReader Reader = new(StandardPurposes.All, usePurposeConsents: true);

    private static readonly string[] Seeds =
    [
        .. new[] { "valid.json", "edge.json", "malformed.json" }
            .SelectMany(file => SignalVectors.Load("tcf", file).EnumerateArray()).Select(vector => vector.Text("tcString")),
        .. SignalVectors.Load("gpp", "gpp.json").GetProperty("valid").EnumerateArray().Select(vector => vector.Text("gpp")),
        .. SignalVectors.Load("gpp", "gpp.json").GetProperty("malformed").EnumerateArray().Select(vector => vector.Text("gpp")),
    ];

    [Law(MaxTest = 2_000)]
    public Property Parse_AnswersMutatedStrings() => FsCheck.Fluent.Prop.ForAll(Mutated().ToArbitrary(), Answers);

    [Law(MaxTest = 500)]
    public Property Parse_AnswersAnyString(string? text) => Answers(text ?? "").ToProperty();

    [Law(MaxTest = 500)]
    public Property Parse_AnswersRandomBitsAfterAWholeBeginning() => FsCheck.Fluent.Prop.ForAll(
        (from characters in Gen.Choose(0, 200)
         from rest in Gen.Elements(Alphabet[..64].ToCharArray()).ArrayOf(characters)
         select $"{new BitWriter().CoreUpToVendors()}{new string(rest)}").ToArbitrary(),
        Answers);

    private static bool Answers(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isTc = TcString.TryParse(text, out var tc);
        var isGpp = GppString.TryParse(text, out var gpp);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Throws<TcStringFormatException>(() => TcString.Parse(text)).ShouldBe(!isTc);
        Throws<GppStringFormatException>(() => GppString.Parse(text)).ShouldBe(!isGpp);
        if (tc is not null)
        {
            Reader.Read(tc).Purposes.Count.ShouldBeLessThanOrEqualTo(StandardPurposes.All.Length);
            (tc.IsValid || Reader.Read(tc).Purposes.All(purpose => purpose.Act != ConsentAct.Granted)).ShouldBeTrue();
            tc.VendorConsents.Count.ShouldBeLessThanOrEqualTo(tc.VendorConsents.MaxId);
        }

        if (gpp is not null)
        {
            Reader.Read(gpp).Raw.ShouldBe(text);
        }

        return allocated < Allowed;
    }

    private static bool Throws<T>(Action parse)
        where T : FormatException
    {
        try
        {
            parse();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    private static Gen<string> Mutated() =>
        from seed in Gen.Elements(Seeds)
        from edits in Gen.Choose(1, 4)
        from places in Gen.Choose(0, 999_999).ArrayOf(edits)
        from characters in Gen.Elements(Alphabet.ToCharArray()).ArrayOf(edits)
        from kinds in Gen.Choose(0, 3).ArrayOf(edits)
        select Enumerable.Range(0, edits).Aggregate(seed, (text, i) => Edit(text, places[i], characters[i], kinds[i]));

    private static string Edit(string text, int place, char character, int kind)
    {
        var at = text.Length == 0 ? 0 : place % text.Length;
        return kind switch
        {
            0 => text.Insert(at, character.ToString()),
            1 when text.Length > 0 => text.Remove(at, 1),
            2 => text[..at],
            _ when text.Length > 0 => text[..at] + character + text[(at + 1)..],
            _ => text,
        };
    }
}
