using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class MerkleProverTests
{
    [Test]
    public async Task Prove_GivesTheVectorsProofs([Values] bool storedSubtrees)
    {
        var prover = new MerkleProver(Source(ProofVectors.Merkle.Hashes("leafHashes"), storedSubtrees));

        foreach (var vector in ProofVectors.Merkle.GetProperty("inclusion").EnumerateArray())
        {
            (await prover.ProveInclusionAsync(vector.Number("leafIndex"), vector.Number("treeSize"), default))
                .ShouldBe(vector.Hashes("proof"));
        }

        foreach (var vector in ProofVectors.Merkle.GetProperty("consistency").EnumerateArray())
        {
            (await prover.ProveConsistencyAsync(vector.Number("size1"), vector.Number("size2"), default)).ShouldBe(vector.Hashes("proof"));
        }
    }

    [Test]
    public async Task Prove_GivesProofsThatVerify_AtEverySizeAroundAChunk([Values] bool storedSubtrees)
    {
        var leaves = Enumerable.Range(0, 1030).Select(i => MerkleTree.HashLeaf(BitConverter.GetBytes(i))).ToArray();
        var prover = new MerkleProver(Source(leaves, storedSubtrees));
        var range = new CompactRange();
        var roots = new List<Hash256> { range.Root };
        foreach (var leaf in leaves)
        {
            range.Append(leaf);
            roots.Add(range.Root);
        }

        foreach (var size in new[] { 1, 2, 255, 256, 257, 511, 512, 513, 769, 1024, 1030 })
        {
            (await prover.RootAsync((ulong)size, default)).ShouldBe(roots[size]);
            foreach (var index in new[] { 0, size / 3, size / 2, size - 1 })
            {
                var proof = await prover.ProveInclusionAsync((ulong)index, (ulong)size, default);
                MerkleTree.VerifyInclusion((ulong)index, (ulong)size, leaves[index], [.. proof], roots[size]).ShouldBeTrue();
            }

            for (var old = 0; old <= size; old += 37)
            {
                var proof = await prover.ProveConsistencyAsync((ulong)old, (ulong)size, default);
                MerkleTree.VerifyConsistency((ulong)old, (ulong)size, roots[old], roots[size], [.. proof]).ShouldBeTrue($"{old} to {size}");
            }
        }
    }

    [Test]
    public async Task Prove_Refuses_WhatTheLogDoesNotHold()
    {
        var prover = new MerkleProver(Source(ProofVectors.Merkle.Hashes("leafHashes"), storedSubtrees: true));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await prover.ProveInclusionAsync(8, 8, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await prover.ProveInclusionAsync(1, 9, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await prover.ProveConsistencyAsync(9, 8, default));
    }

    private static LeafHashSource Source(IEnumerable<Hash256> leaves, bool storedSubtrees)
    {
        var list = new LeafHashList();
        foreach (var leaf in leaves)
        {
            list.Append(leaf);
        }

        return storedSubtrees ? list : new LeavesOnly(list);
    }

    private sealed class LeavesOnly(LeafHashList list) : LeafHashSource
    {
        public override ValueTask ReadAsync(ulong first, Memory<Hash256> destination, CancellationToken cancellationToken) =>
            list.ReadAsync(first, destination, cancellationToken);
    }
}
