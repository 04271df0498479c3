using System.Text;
using FirstParty.Consent.Proofs;
using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent.Proofs;

/// <summary>Bytes and texts from elsewhere are read, or refused by name, and never anything else.</summary>
public sealed class HostileProofTests
{
    private static readonly string Note = ProofVectors.Leaves.GetProperty("checkpointP256").Text("note");
    private static readonly byte[] Leaf = ProofVectors.Leaves.GetProperty("entries")[0].Hex("leafHex");

    [Law(MaxTest = 1_000)]
    public Property Decode_AnswersMutatedLeaves() => FsCheck.Fluent.Prop.ForAll(Mutated(Leaf).ToArbitrary(), bytes =>
        !ConsentLeaf.TryDecode(bytes, out var leaf) || leaf.Encode().AsSpan().SequenceEqual(bytes));

    [Law(MaxTest = 500)]
    public bool Decode_AnswersAnyBytes(byte[] bytes) => !ConsentLeaf.TryDecode(bytes, out _) || bytes.Length > 100;

    [Law(MaxTest = 1_000)]
    public Property Parse_AnswersMutatedNotes() => FsCheck.Fluent.Prop.ForAll(Mutated(Encoding.UTF8.GetBytes(Note)).ToArbitrary(), bytes =>
    {
        var text = Encoding.UTF8.GetString(bytes);
        return !SignedCheckpoint.TryParse(text, out var signed) || signed.ToString() == text;
    });

    [Law(MaxTest = 300)]
    public bool Parse_AnswersAnyText(string? text) => !SignedCheckpoint.TryParse(text, out var signed) || signed.ToString() == text;

    [Law(MaxTest = 500)]
    public bool FromBytes_AnswersAnyBytes(byte[] bytes)
    {
        try
        {
            return CompactRange.FromBytes(bytes).ToByteArray().AsSpan().SequenceEqual(bytes);
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static Gen<byte[]> Mutated(byte[] seed) =>
        from edits in Gen.Choose(1, 3)
        from places in Gen.Choose(0, seed.Length - 1).ArrayOf(edits)
        from values in Gen.Choose(0, 255).ArrayOf(edits)
        from cut in Gen.Choose(0, 4 * seed.Length)
        select Enumerable.Range(0, edits).Aggregate(seed.ToArray(), (bytes, i) =>
        {
            bytes[places[i]] = (byte)values[i];
            return bytes;
        }).Take(cut).ToArray();
}
