using System.Text.Json;
using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class SignedCheckpointTests
{
    private const string Origin = "firstparty.example/consent/tenant-1";
    private static readonly JsonElement Vectors = ProofVectors.Leaves;
    private static readonly string Note = Vectors.GetProperty("checkpointP256").Text("note");

    private static readonly EcdsaCheckpointVerifier Verifier =
        new(Origin, Convert.FromBase64String(Vectors.GetProperty("checkpointP256").Text("spkiBase64")));

    [Test]
    public void IsSignedBy_AcceptsTheVectorsCheckpoint()
    {
        var signed = SignedCheckpoint.Parse(Note);

        signed.Checkpoint.ShouldBe(new Checkpoint(Origin, 5, Vectors.Hash("rootHex")));
        signed.IsSignedBy(Verifier).ShouldBeTrue();
        signed.ToString().ShouldBe(Note);
    }

    [TestCase("parserExample")]
    [TestCase("checkpointEd25519")]
    public void Parse_ReadsNotesOfOtherAlgorithms(string vector)
    {
        var element = Vectors.GetProperty(vector);
        var note = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.Text("note");
        var signed = SignedCheckpoint.Parse(note);

        signed.ToString().ShouldBe(note);
        signed.IsSignedBy(Verifier).ShouldBeFalse();
    }

    // The vectors' notes carry Ed25519 lines; the same damage is done to the P-256 note, whose key is trusted here.
    [TestCaseSource(nameof(BadNotes))]
    public void Note_IsRefused(string note) =>
        (SignedCheckpoint.TryParse(note, out var signed) && signed.IsSignedBy(Verifier)).ShouldBeFalse();

    [Test]
    public void Note_IsRefused_WhenAnyCharacterIsAltered()
    {
        for (var at = 0; at < Note.Length; at++)
        {
            var altered = Note[..at] + (char)(Note[at] ^ 1) + Note[(at + 1)..];
            (SignedCheckpoint.TryParse(altered, out var signed) && signed.IsSignedBy(Verifier)).ShouldBeFalse($"at {at}");
        }
    }

    [Test]
    public void IsSignedBy_IgnoresStrangersLines_ButNotAFalseLineOfTheKnownKey()
    {
        var line = Note[(Note.IndexOf('\u2014'))..];
        var stranger = Vectors.GetProperty("checkpointEd25519").Text("note")[(Note.IndexOf('\u2014'))..];
        SignedCheckpoint.Parse(Note + stranger).IsSignedBy(Verifier).ShouldBeTrue();

        var other = new Checkpoint(Origin, 6, Vectors.Hash("rootHex"));
        SignedCheckpoint.Parse(other.ToText() + "\n" + line).IsSignedBy(Verifier).ShouldBeFalse();
        var falseLine = line.Replace("23CpeDBG", "23CpeDBA", StringComparison.Ordinal);
        SignedCheckpoint.Parse(Note + falseLine).IsSignedBy(Verifier).ShouldBeFalse();
    }

    [TestCase("a\n5\n1M7jjAz9M2mmRPTwtIEwAZes0DTdfbZLV3u1ORklAuw=\n\n\u2014 a AAAAAA==\n", 5, Description = "a signature of no bytes")]
    [TestCase("a\n18446744073709551616\n1M7jjAz9M2mmRPTwtIEwAZes0DTdfbZLV3u1ORklAuw=\n\n\u2014 a AAAAAAA=\n", 2, Description = "size above 64 bits")]
    [TestCase("a\n5\n1M7jjAz9M2mmRPTwtIEwAZes0DTdfbZLV3u1ORklAux=\n\n\u2014 a AAAAAAA=\n", 3, Description = "spare bits set")]
    [TestCase("a\n5\n1M7jjAz9M2mm RPTwtIEwAZes0DTdfbZLV3u1ORklAuw=\n\n\u2014 a AAAAAAA=\n", 3, Description = "a space in base64")]
    [TestCase("a\n5\n1M7jjAz9M2mmRPTwtIEwAZes0DTdfbZLV3u1ORklAuw=\n\n\u2014 a+b AAAAAAA=\n", 5, Description = "a plus sign in a key's name")]
    public void Parse_NamesTheLine_WhenItIsWrong(string note, int line) =>
        Should.Throw<CheckpointFormatException>(() => SignedCheckpoint.Parse(note)).Line.ShouldBe(line);

    [Test]
    public void Parse_Refuses_WhenThereIsTooMuch()
    {
        var line = Note[Note.IndexOf('\u2014')..];
        SignedCheckpoint.TryParse(Note + string.Concat(Enumerable.Repeat(line, SignedCheckpoint.MaxSignatures)), out _).ShouldBeFalse();
        SignedCheckpoint.TryParse(Note + new string('a', SignedCheckpoint.MaxNoteLength), out _).ShouldBeFalse();
    }

    [Test]
    public void Parse_KeepsExtensionLinesUnderTheSignature()
    {
        var extended = SignedCheckpoint.Parse("a\n5\n1M7jjAz9M2mmRPTwtIEwAZes0DTdfbZLV3u1ORklAuw=\nextension\n\n\u2014 a AAAAAAA=\n");
        extended.Checkpoint.Size.ShouldBe(5UL);
        extended.ToString().ShouldContain("\nextension\n\n");
    }

    [Test]
    public async Task SignAsync_GivesANoteThatVerifies()
    {
        using var signer = new EcdsaCheckpointSigner("shop.example/consent", EcdsaCheckpointSigner.CreateKey());
        var signed = await SignedCheckpoint.SignAsync(new Checkpoint("shop.example/consent", 0, MerkleTree.EmptyRoot), signer, default);

        var read = SignedCheckpoint.Parse(signed.ToString());
        read.IsSignedBy(signer.Verifier).ShouldBeTrue();
        read.IsSignedBy(Verifier).ShouldBeFalse();
        read.Checkpoint.ShouldBe(signed.Checkpoint);
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a+b")]
    [TestCase("a\nb")]
    public void Verifier_RefusesAName(string name) =>
        Should.Throw<ArgumentException>(() => new EcdsaCheckpointVerifier(name, Verifier.SubjectPublicKeyInfo.Span));

    [Test]
    public void Verifier_RefusesAKey_WhenItIsNotOneP256Key()
    {
        using var p384 = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        Should.Throw<ArgumentException>(() => new EcdsaCheckpointVerifier("a", p384.ExportSubjectPublicKeyInfo()));
        Should.Throw<ArgumentException>(() => new EcdsaCheckpointVerifier("a", [1, 2, 3]));
        Should.Throw<ArgumentException>(() => new EcdsaCheckpointVerifier("a", [.. Verifier.SubjectPublicKeyInfo.Span, 0]));
    }

    private static IEnumerable<TestCaseData> BadNotes()
    {
        var ed25519 = Vectors.GetProperty("checkpointEd25519").Text("note");
        var (edLine, line) = (Signature(ed25519), Signature(Note));
        foreach (var bad in Vectors.GetProperty("badNotes").EnumerateArray())
        {
            var note = bad.Text("note");
            yield return new TestCaseData(note).SetArgDisplayNames(bad.Text("why"));
            yield return new TestCaseData(note.Replace(edLine, line, StringComparison.Ordinal)
                .Replace("W9Aq/AipWI3k", "23CpeDBGAiEB", StringComparison.Ordinal)).SetArgDisplayNames($"P-256: {bad.Text("why")}");
        }
    }

    private static string Signature(string note) => note[(note.LastIndexOf(' ') + 1)..].TrimEnd();
}
