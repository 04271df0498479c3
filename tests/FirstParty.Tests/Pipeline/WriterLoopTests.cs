using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Tests.Pipeline;

public sealed class WriterLoopTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // Passes only when something hangs.

    private static IEnumerable<TestCaseData> AfterTheCommit() =>
    [
        new TestCaseData(new StorageException(StorageError.OutcomeUnknown, "the disk failed")).SetArgDisplayNames("a fault that the store names"),
        new TestCaseData(new IOException("the disk failed")).SetArgDisplayNames("a fault that the store does not name"),
    ];

    [TestCaseSource(nameof(AfterTheCommit))]
    public async Task Submit_NeverRunsAWorkAgain_WhenTheStoreFailsAfterItsCommit(Exception fault)
    {
        var (storage, cdp) = await OpenAsync();
        await using var _ = cdp;
        storage.Committing = async commit =>
        {
            await commit();
            throw fault;
        };

        var thrown = await Should.ThrowAsync<StorageException>(async () => await cdp.Consent.GrantAsync(Ada, "personalisation"));
        thrown.Error.ShouldBe(StorageError.OutcomeUnknown);
        await Should.ThrowAsync<StorageException>(async () => await cdp.TrackAsync(Ada, "Order Completed"));

        storage.Committing = commit => commit();
        (await cdp.Consent.HistoryAsync(Ada)).Count.ShouldBe(1);
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(1);
        (await cdp.TrackAsync(Ada, "Order Completed")).Status.ShouldBe(EventStatus.Accepted);
    }

    [Test]
    public async Task Submit_RunsNoNeighbourAgain_WhenAGroupFailsAfterItsCommit()
    {
        var (storage, cdp) = await OpenAsync();
        await using var _ = cdp;
        var (held, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        storage.Committing = async commit =>
        {
            held.SetResult();
            await gate.Task;
            await commit();
        };
        var first = cdp.TrackAsync(Ada, "Order Completed").AsTask(); // Holds the writer until the others have gathered behind it.
        await held.Task;
        var others = Enumerable.Range(0, 5).Select(_ => cdp.Consent.GrantAsync(Ada, "personalisation").AsTask()).ToList();
        storage.Committing = async commit =>
        {
            await commit();
            throw new IOException("the disk failed");
        };
        gate.SetResult();
        await first;

        foreach (var other in others)
        {
            (await Should.ThrowAsync<StorageException>(() => other)).Error.ShouldBe(StorageError.OutcomeUnknown);
        }

        storage.Committing = commit => commit();
        (await cdp.Consent.HistoryAsync(Ada)).Count.ShouldBe(5);
    }

    [Test]
    public async Task Submit_StoresNothing_WhenTheStoreFailsBeforeItsCommit()
    {
        var (storage, cdp) = await OpenAsync();
        await using var _ = cdp;
        storage.Committing = _ => throw new StorageException(StorageError.Full, "no room");
        (await Should.ThrowAsync<StorageException>(async () => await cdp.TrackAsync(Ada, "Order Completed"))).Error.ShouldBe(StorageError.Full);

        storage.Committing = commit => commit();
        (await cdp.Profiles.FindAsync(Ada, "essential.service")).ShouldBeNull();
    }

    /// <summary>A lone caller goes on where its commit was made: the writer must not wait for what it does there, nor for what it waits for.</summary>
    [Test]
    public async Task Submit_HoldsUpNobody_WhenACallerBlocksAfterItsCommit()
    {
        var (_, cdp) = await OpenAsync();
        await using var _ = cdp;
        using var others = new ManualResetEventSlim();
        var blocking = Task.Run(async () =>
        {
            await cdp.TrackAsync(Ada, "Order Completed").ConfigureAwait(false);
            others.Wait(Patience);
            cdp.TrackAsync(Ada, "Order Completed").AsTask().Wait(Patience).ShouldBeTrue("asked for and waited for in the same breath");
        });
        for (var i = 0; i < 3; i++)
        {
            await cdp.TrackAsync(Ada, "Order Completed").AsTask().WaitAsync(Patience);
        }

        others.Set();
        await blocking.WaitAsync(Patience);
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(5);
    }

    [Test]
    public async Task Dispose_WaitsForAllThatWasQueued_AndTakesNoMore()
    {
        var (storage, cdp) = await OpenAsync();
        var (held, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        storage.Committing = async commit =>
        {
            held.TrySetResult();
            await gate.Task;
            await commit();
        };
        var queued = Enumerable.Range(0, 20).Select(_ => cdp.TrackAsync(Ada, "Order Completed").AsTask()).ToList();
        await held.Task;
        var disposal = cdp.DisposeAsync().AsTask();
        disposal.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await disposal.WaitAsync(Patience);
        (await Task.WhenAll(queued).WaitAsync(Patience)).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await cdp.TrackAsync(Ada, "Order Completed"));
    }

    private static async Task<(FaultyStorage Storage, CustomerDataPlatform Platform)> OpenAsync()
    {
        var storage = new FaultyStorage();
        var platform = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => storage).Purpose("personalisation", LawfulBasis.Consent));
        await platform.Reevaluated; // Every start commits once; what follows is only the test's.
        return (storage, platform);
    }
}
