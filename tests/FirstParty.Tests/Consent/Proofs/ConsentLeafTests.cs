using System.Text;
using System.Text.Json;
using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class ConsentLeafTests
{
    private static readonly JsonElement Vectors = ProofVectors.Leaves;

    [TestCaseSource(nameof(Entries))]
    public void Seal_GivesTheVectorsLeaf(JsonElement entry)
    {
        using var key = Key(entry.Text("subject"));
        var header = HeaderOf(entry, key.Commit(entry.Text("subject")));
        Span<byte> associated = stackalloc byte[LeafHeader.AssociatedDataLength];
        header.WriteAssociatedData(associated);

        var sealedLeaf = key.Seal(
            header, Encoding.UTF8.GetBytes(entry.Text("payloadPlain")), PayloadNonce.FromBytes(entry.Hex("nonceHex")));

        header.SubjectCommitment.ShouldBe(entry.Hash("subjectCommitmentHex"));
        associated.ToArray().ShouldBe(entry.Hex("aadHex"));
        sealedLeaf.Ciphertext.ToArray().ShouldBe(entry.Hex("ciphertextAndTagHex"));
        sealedLeaf.Leaf.Encode().ShouldBe(entry.Hex("leafHex"));
        sealedLeaf.LeafHash.ShouldBe(entry.Hash("leafHashHex"));
    }

    [TestCaseSource(nameof(Entries))]
    public void Decode_ReadsTheVectorsLeaf(JsonElement entry)
    {
        var leaf = ConsentLeaf.Decode(entry.Hex("leafHex"));
        using var key = Key(entry.Text("subject"));

        leaf.Header.ShouldBe(HeaderOf(entry, entry.Hash("subjectCommitmentHex")));
        leaf.Encode().ShouldBe(entry.Hex("leafHex"));
        leaf.Hash().ShouldBe(entry.Hash("leafHashHex"));
        key.TryOpen(leaf, entry.Hex("ciphertextAndTagHex"), out var payload).ShouldBeTrue();
        Encoding.UTF8.GetString(payload!).ShouldBe(entry.Text("payloadPlain"));
    }

    [TestCaseSource(nameof(Entries))]
    public void TryOpen_Refuses_WhenAnyCiphertextByteIsFlipped(JsonElement entry)
    {
        var leaf = ConsentLeaf.Decode(entry.Hex("leafHex"));
        using var key = Key(entry.Text("subject"));
        var ciphertext = entry.Hex("ciphertextAndTagHex");
        for (var at = 0; at < ciphertext.Length; at++)
        {
            ciphertext[at] ^= 1;
            key.TryOpen(leaf, ciphertext, out _).ShouldBeFalse();
            ciphertext[at] ^= 1;
        }

        key.TryOpen(leaf with { Header = leaf.Header with { Sequence = 99 } }, ciphertext, out _).ShouldBeFalse();
        key.TryOpen(leaf, ciphertext.AsSpan(0, 7), out _).ShouldBeFalse();
        using var other = Key(entry.Text("subject") == "cust-1" ? "cust-2" : "cust-1");
        other.TryOpen(leaf, ciphertext, out _).ShouldBeFalse();
    }

    [Test]
    public void Proofs_StillVerify_AfterErasure()
    {
        // cust-2's key and ciphertexts are gone; only leaf bytes remain, and they are all that roots and proofs are made of.
        var leaves = Vectors.GetProperty("entries").EnumerateArray().Select(entry => entry.Hex("leafHex")).ToArray();
        var range = new CompactRange();
        Array.ForEach(leaves, leaf => range.Append(MerkleTree.HashLeaf(leaf)));
        var inclusion = Vectors.GetProperty("inclusionOf3");

        range.Root.ShouldBe(Vectors.Hash("rootHex"));
        MerkleTree.VerifyInclusion(3, 5, MerkleTree.HashLeaf(leaves[3]), inclusion.Hashes("proof"), range.Root).ShouldBeTrue();
    }

    [Test]
    public void TryDecode_Refuses_WhenTheLeafIsCutOrPadded()
    {
        var bytes = Vectors.GetProperty("entries")[0].Hex("leafHex");
        for (var length = 0; length < bytes.Length; length++)
        {
            ConsentLeaf.TryDecode(bytes.AsSpan(0, length), out _).ShouldBeFalse();
        }

        ConsentLeaf.TryDecode([.. bytes, 0], out _).ShouldBeFalse();
        bytes[67] = 0xFF; // a purpose that is not UTF-8
        ConsentLeaf.TryDecode(bytes, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => ConsentLeaf.Decode([]));
    }

    [Test]
    public void Encode_Refuses_WhenThePurposeIsTooLongOrMalformed()
    {
        var leaf = default(ConsentLeaf);
        Should.Throw<ArgumentException>(() => (leaf with { Header = leaf.Header with { Purpose = new string('p', 513) } }).Encode());
        Should.Throw<ArgumentException>(() => (leaf with { Header = leaf.Header with { Purpose = "\ud800" } }).Encode());
        (leaf with { Header = leaf.Header with { Purpose = new string('p', 512) } }).Hash().IsZero.ShouldBeFalse();
    }

    [Test]
    public void Hash_GivesTheVectorsHash_OfThePolicyTextWhateverItsLineEnds()
    {
        PolicyText.Hash(Vectors.Text("policyText")).ShouldBe(Vectors.Hash("policyHashHex"));
        PolicyText.Hash("a\r\nb\rc\n").ShouldBe(PolicyText.Hash("a\nb\nc\n"));
    }

    [TestCase("1970-01-01T00:00:00Z", 0u)]
    [TestCase("2026-01-05T23:59:59Z", 20458u)]
    [TestCase("2026-01-06T00:30:00+01:00", 20458u)]
    public void DayOf_CountsUtcDays(string instant, uint day) =>
        LeafHeader.DayOf(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(day);

    private static IEnumerable<TestCaseData> Entries() => Vectors.GetProperty("entries").EnumerateArray()
        .Select(entry => new TestCaseData(entry).SetArgDisplayNames($"entry {entry.Number("seq")}"));

    private static SubjectKey Key(string subject) => new(Vectors.GetProperty("testSubjectKeys").Hex(subject));

    private static LeafHeader HeaderOf(JsonElement entry, Hash256 commitment) => new(
        entry.Hex("leafHex")[4],
        entry.Number("seq"),
        entry.GetProperty("day").GetUInt32(),
        new Guid(entry.Hex("recordIdHex"), bigEndian: true),
        commitment,
        entry.Text("purpose"),
        Vectors.GetProperty("acts").GetProperty(entry.Text("act")).GetByte(),
        entry.Hash("policyHashHex"));
}
