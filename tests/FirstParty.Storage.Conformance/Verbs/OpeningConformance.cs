using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Storage.Conformance.Passing;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>A platform over a back end that is stopped while it opens, at each of its steps.</summary>
[CancelAfter(600_000)]
public abstract class OpeningConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const int StepsAtLeast = 5; // Open, begin, read what permits, read what expired, end.

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private StoppedClock _clock = null!;
    private TBackend _backend = null!;

    [SetUp]
    public void SetUp() => (_clock, _backend) = (new StoppedClock(Start), new TBackend());

    [TearDown]
    public void Close() => _backend.Dispose();

    [Test]
    public async Task Open_ClosesTheStoreAgain_WhereverItIsStopped([Values] bool cancelled)
    {
        var steps = 0;
        for (var isStopped = true; isStopped; steps++)
        {
            using var storage = new StoppingStorage(_backend.Create());
            storage.StopAfter(steps, cancelled);
            try
            {
                await using var cdp = await CustomerDataPlatform.OpenAsync(setup => SetUp(setup, storage), storage.Token);
                isStopped = false;
            }
            catch (Exception exception) when (IsStop(exception, cancelled))
            {
                (storage.Sessions, storage.Others, storage.IsClosed).ShouldBe((0, 0, true), $"stopped at step {steps}");
            }

            storage.HasStopped.ShouldBe(isStopped, "whoever opens it is told");
        }

        steps.ShouldBeGreaterThan(StepsAtLeast);
    }

    [Test]
    public async Task Open_TriesAgain_AndTakesUpWhatWasLeft([Values] bool cancelled, CancellationToken stop)
    {
        await using var inner = _backend.Create();
        await LeaveAnExpiryAsync(inner);
        using var storage = new StoppingStorage(inner, isOpen: true);
        var setup = new FirstPartyBuilder();
        SetUp(setup, storage);
        await using var cdp = setup.Build();
        await IsStoppedAsync(cdp, storage, steps: 0, cancelled); // Before the store is open; from then on it is.
        var steps = 0;
        while (await IsStoppedAsync(cdp, storage, Math.Max(1, steps), cancelled))
        {
            steps++;
        }

        steps.ShouldBeGreaterThan(StepsAtLeast - 1);
        while (await cdp.Profiles.CountAsync(stop) < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), stop);
        }
    }

    [Test]
    public async Task Dispose_WaitsForWhoeverOpens_AndLeavesNothingOpen()
    {
        using var storage = new StoppingStorage(_backend.Create());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        storage.Gate = gate.Task;
        var setup = new FirstPartyBuilder();
        SetUp(setup, storage);
        var cdp = setup.Build();
        var opening = cdp.OpenAsync().AsTask();
        var closing = cdp.DisposeAsync().AsTask();
        (closing.IsCompleted, storage.IsClosed).ShouldBe((false, false));
        gate.SetResult();
        await opening;
        await closing;
        (storage.IsOpened, storage.IsClosed, storage.Sessions).ShouldBe((true, true, 0));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await cdp.OpenAsync());
    }

    private static bool IsStop(Exception exception, bool cancelled) => cancelled
        ? exception is OperationCanceledException
        : exception is StorageException { Error: StorageError.Unavailable };

    private static async Task<bool> IsStoppedAsync(CustomerDataPlatform cdp, StoppingStorage storage, int steps, bool cancelled)
    {
        storage.StopAfter(steps, cancelled);
        try
        {
            await cdp.OpenAsync(storage.Token);
            return false;
        }
        catch (Exception exception) when (IsStop(exception, cancelled))
        {
            (storage.Sessions, storage.Others, storage.IsClosed).ShouldBe((0, 0, false), $"nothing runs after step {steps}");
            return true;
        }
    }

    private void SetUp(FirstPartyBuilder setup, FirstPartyStorage storage) => setup.UseStorage(_ => storage).UseTime(_clock).Identity(Rules)
        .Source("web", Party.First).Taxonomy(data => data.Event("Order Completed", DataKind.Quantitative));

    private static IdentityRules Rules(IdentityRules rules) => rules with
    {
        Namespaces =
        [
            .. rules.Namespaces.Select(rule => rule.Namespace == IdentifierNamespace.AnonymousId ? rule with { ExpiresAfter = TimeSpan.FromDays(30) } : rule),
        ],
    };

    /// <summary>Two who have been one for longer than they should, and a process that died right after that was logged.</summary>
    private async Task LeaveAnExpiryAsync(FirstPartyStorage storage)
    {
        await storage.OpenAsync(CancellationToken.None);
        await using (var cdp = await CustomerDataPlatform.OpenAsync(setup => SetUp(setup, new StoppingStorage(storage, isOpen: true))))
        {
            var order = new TrackEvent { Name = "Order Completed", Source = "web", Identifiers = [Identifier.UserId("ada"), Identifier.AnonymousId("laptop")] };
            (await cdp.IngestAsync(order)).Status.ShouldBe(EventStatus.Accepted);
            (await cdp.Profiles.CountAsync()).ShouldBe(1);
        }

        _clock.Advance(TimeSpan.FromDays(31));
        await using var session = await storage.BeginWriteAsync(CancellationToken.None);
        var act = new ExpireAssertion { Id = FactId.Of("operator", "left"), At = _clock.GetUtcNow(), AsOf = _clock.GetUtcNow() };
        await new IncrementalResolver(Rules(IdentityRules.Default), _clock).ApplyAsync(session.Identity, [act], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }
}
