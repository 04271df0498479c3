using System.Text.Json;
using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class MerkleTreeTests
{
    private static readonly JsonElement Vectors = ProofVectors.Merkle;

    [Test]
    public void HashLeaf_GivesTheVectorsHashes()
    {
        var hashes = Vectors.GetProperty("leaves").EnumerateArray()
            .Select(leaf => MerkleTree.HashLeaf(Convert.FromHexString(leaf.GetString()!))).ToArray();

        hashes.ShouldBe(Vectors.Hashes("leafHashes"));
    }

    [TestCaseSource(nameof(Hashers))]
    public void Hash_GivesTheVectorsValue(JsonElement vector)
    {
        var hash = vector.TryGetProperty("inputHex", out _) ? MerkleTree.HashLeaf(vector.Hex("inputHex"))
            : vector.TryGetProperty("left", out _) ? HashNode(vector.Hex("left"), vector.Hex("right"))
            : MerkleTree.EmptyRoot;

        hash.ShouldBe(vector.Hash("want"));
    }

    [TestCaseSource(nameof(Inclusions))]
    public void VerifyInclusion_Accepts(JsonElement vector) => VerifyInclusion(vector).ShouldBeTrue();

    [TestCaseSource(nameof(Consistencies))]
    public void VerifyConsistency_Accepts(JsonElement vector) => VerifyConsistency(vector).ShouldBeTrue();

    [TestCaseSource(nameof(Negatives))]
    public void Verify_Refuses(JsonElement vector) =>
        (vector.Text("kind") == "inclusion" ? VerifyInclusion(vector) : VerifyConsistency(vector)).ShouldBeFalse();

    [Test]
    public void VerifyInclusion_DoesNotBindTheSize() =>
        VerifyInclusion(Vectors.GetProperty("sizeNotBoundByProof")).ShouldBe(true);

    [Test]
    public void VerifyConsistency_TakesTheEmptyTreeForABeginning()
    {
        var root = Vectors.GetProperty("roots").Hash("7");
        MerkleTree.VerifyConsistency(0, 7, MerkleTree.EmptyRoot, root, []).ShouldBeTrue();
        MerkleTree.VerifyConsistency(0, 7, root, root, []).ShouldBeFalse();
        MerkleTree.VerifyConsistency(0, 7, MerkleTree.EmptyRoot, root, [root]).ShouldBeFalse();
        MerkleTree.VerifyConsistency(3, 7, Vectors.GetProperty("roots").Hash("3"), root, []).ShouldBeFalse();
    }

    private static bool VerifyInclusion(JsonElement vector) => MerkleTree.VerifyInclusion(
        vector.Number("leafIndex"), vector.Number("treeSize"), vector.Hash("leafHash"), vector.Hashes("proof"), vector.Hash("root"));

    private static bool VerifyConsistency(JsonElement vector) => MerkleTree.VerifyConsistency(
        vector.Number("size1"), vector.Number("size2"), vector.Hash("root1"), vector.Hash("root2"), vector.Hashes("proof"));

    // The vector's children are four bytes long, which no real node is: hash the same shape plainly.
    private static Hash256 HashNode(byte[] left, byte[] right) =>
        new(System.Security.Cryptography.SHA256.HashData([1, .. left, .. right]));

    private static IEnumerable<TestCaseData> Hashers() => Cases("hasher", vector => vector.Text("desc"));

    private static IEnumerable<TestCaseData> Inclusions() =>
        Cases("inclusion", vector => $"leaf {vector.Number("leafIndex")} of {vector.Number("treeSize")}");

    private static IEnumerable<TestCaseData> Consistencies() =>
        Cases("consistency", vector => $"{vector.Number("size1")} to {vector.Number("size2")}");

    private static IEnumerable<TestCaseData> Negatives() => Cases("negative", vector => $"{vector.Text("kind")}: {vector.Text("why")}");

    private static IEnumerable<TestCaseData> Cases(string name, Func<JsonElement, string> title) =>
        Vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(title(vector)));
}
