using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class CheckpointIssuerTests
{
    private const string Origin = "shop.example/consent";
    private readonly EcdsaCheckpointSigner _signer = new(Origin, EcdsaCheckpointSigner.CreateKey());
    private DirectoryInfo _directory = null!;
    private FileCheckpointSink _sink = null!;

    [SetUp]
    public void MakeDirectory()
    {
        _directory = Directory.CreateTempSubdirectory("firstparty-checkpoints-");
        _sink = new FileCheckpointSink(Path.Combine(_directory.FullName, "kept"));
    }

    [TearDown]
    public void RemoveDirectory() => _directory.Delete(recursive: true);

    [OneTimeTearDown]
    public void Dispose() => _signer.Dispose();

    [Test]
    public async Task IssueAsync_PublishesEachState_WhenTheLogOnlyGrows()
    {
        using var issuer = Issuer();
        foreach (var size in new[] { 0, 1, 1, 5, 12 })
        {
            var (log, root) = Log(size);
            var issued = await issuer.IssueAsync((ulong)size, root, log, default);
            issued.IsSignedBy(_signer.Verifier).ShouldBeTrue();
            (await _sink.ReadLatestAsync(Origin, default))!.Checkpoint.ShouldBe(new Checkpoint(Origin, (ulong)size, root));
        }

        Directory.GetFiles(Path.Combine(_directory.FullName, "kept")).Length.ShouldBe(4);
        (await _sink.ReadLatestAsync("another.example", default)).ShouldBeNull();
    }

    [Test]
    public async Task IssueAsync_Refuses_WhenAnOldCopyWasRestored()
    {
        await IssueAsync(12);
        var conflict = await Should.ThrowAsync<CheckpointConflictException>(() => IssueAsync(5));
        conflict.Relation.ShouldBe(CheckpointRelation.RolledBack);
        conflict.Earlier.Size.ShouldBe(12UL);
        conflict.Present.Size.ShouldBe(5UL);
    }

    [TestCase(5)]
    [TestCase(9)]
    public async Task IssueAsync_Refuses_WhenAnEarlierLeafWasChanged(int size)
    {
        await IssueAsync(5);
        (await Should.ThrowAsync<CheckpointConflictException>(() => IssueAsync(size, changed: 2)))
            .Relation.ShouldBe(CheckpointRelation.Rewritten);
    }

    [Test]
    public async Task IssueAsync_HoldsToThePinnedCheckpoint_WhenTheSinkWasEmptied()
    {
        var pinned = (await IssueAsync(9)).Checkpoint;
        Directory.Delete(Path.Combine(_directory.FullName, "kept"), recursive: true);
        await Should.ThrowAsync<CheckpointConflictException>(() => IssueAsync(7, pinned: pinned));
        (await IssueAsync(10, pinned: pinned)).Checkpoint.Size.ShouldBe(10UL);
        (await Should.ThrowAsync<CheckpointConflictException>(() => IssueAsync(11, pinned: pinned with { Origin = "other" })))
            .Relation.ShouldBe(CheckpointRelation.OtherLog);
    }

    [Test]
    public async Task IssueAsync_Refuses_WhenAStrangerSignedWhatTheSinkHolds()
    {
        using var stranger = new EcdsaCheckpointSigner(Origin, EcdsaCheckpointSigner.CreateKey());
        await _sink.PublishAsync(await SignedCheckpoint.SignAsync(new Checkpoint(Origin, 3, Log(3).Root), stranger, default), default);

        (await Should.ThrowAsync<CheckpointConflictException>(() => IssueAsync(4))).Relation.ShouldBe(CheckpointRelation.Untrusted);
        using var afterKeyChange = new CheckpointIssuer(Origin, _signer, [_sink], formerKeys: [stranger.Verifier]);
        (await afterKeyChange.IssueAsync(4, Log(4).Root, Log(4).Leaves, default)).Checkpoint.Size.ShouldBe(4UL);
    }

    [Test]
    public async Task PublishAsync_NeverReplacesACheckpoint()
    {
        await IssueAsync(5);
        var forged = await SignedCheckpoint.SignAsync(new Checkpoint(Origin, 5, MerkleTree.EmptyRoot), _signer, default);
        await Should.ThrowAsync<CheckpointConflictException>(async () => await _sink.PublishAsync(forged, default));
        (await _sink.ReadLatestAsync(Origin, default))!.Checkpoint.Root.ShouldBe(Log(5).Root);
    }

    private CheckpointIssuer Issuer(Checkpoint? pinned = null) => new(Origin, _signer, [_sink], pinned);

    private async Task<SignedCheckpoint> IssueAsync(int size, int changed = -1, Checkpoint? pinned = null)
    {
        var (leaves, root) = Log(size, changed);
        using var issuer = Issuer(pinned);
        return await issuer.IssueAsync((ulong)size, root, leaves, default);
    }

    private static (LeafHashList Leaves, Hash256 Root) Log(int size, int changed = -1)
    {
        var (leaves, range) = (new LeafHashList(), new CompactRange());
        for (var i = 0; i < size; i++)
        {
            var leaf = MerkleTree.HashLeaf([(byte)(i == changed ? 255 : i)]);
            leaves.Append(leaf);
            range.Append(leaf);
        }

        return (leaves, range.Root);
    }
}
