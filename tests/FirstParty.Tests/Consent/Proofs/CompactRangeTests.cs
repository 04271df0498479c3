using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class CompactRangeTests
{
    [Test]
    public void Root_GivesTheVectorsRoots_WhenAppendedAndRestoredLeafByLeaf()
    {
        var leaves = ProofVectors.Merkle.Hashes("leafHashes");
        var range = new CompactRange();
        for (var size = 0; size <= leaves.Length; size++)
        {
            range.Root.ShouldBe(ProofVectors.Merkle.GetProperty("roots").Hash($"{size}"));
            range.Size.ShouldBe((ulong)size);
            if (size < leaves.Length)
            {
                range.Append(leaves[size]);
                range = CompactRange.FromBytes(range.ToByteArray());
            }
        }
    }

    [Test]
    public void Clone_IsIndependent()
    {
        var range = new CompactRange();
        range.Append(MerkleTree.HashLeaf([1]));
        var copy = range.Clone();
        copy.Append(MerkleTree.HashLeaf([2]));

        range.Size.ShouldBe(1UL);
        range.Root.ShouldBe(MerkleTree.HashLeaf([1]));
        copy.Root.ShouldBe(MerkleTree.HashChildren(MerkleTree.HashLeaf([1]), MerkleTree.HashLeaf([2])));
    }

    [TestCase("")]
    [TestCase("00")]
    [TestCase("0000000000000001")]
    [TestCase("000000000000000000")]
    [TestCase("ffffffffffffffff")]
    public void FromBytes_Refuses_WhatToByteArrayNeverGives(string hex) =>
        Should.Throw<FormatException>(() => CompactRange.FromBytes(Convert.FromHexString(hex)));

    [Test]
    public void Append_Refuses_WhenFull()
    {
        var bytes = new byte[8 + (64 * Hash256.Length)];
        bytes.AsSpan(0, 8).Fill(0xFF);
        Should.Throw<InvalidOperationException>(() => CompactRange.FromBytes(bytes).Append(default));
    }
}
