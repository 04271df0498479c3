using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Pipeline;

/// <summary>However much one person has done: what an event or act loads is bounded. Rows are counted, not time.</summary>
[TestFixture]
public sealed class LongHistoryTests
{
    private const string Service = "essential.service";
    private const int Events = 100_000;
    private const int FewRows = 100;

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Tablet = Identifier.AnonymousId("tablet");

    [Test]
    public async Task WhatTouchesAPersonOf100000Events_LoadsAFewRows()
    {
        var storage = new CountingStorage();
        await FillAsync(storage);
        await using var cdp = await OpenAsync(storage);
        await cdp.TrackAsync(Tablet, "Order Completed");
        long[] rows =
        [
            await RowsAsync(storage, async () => await cdp.TrackAsync(Ada, "Order Completed")),
            await RowsAsync(storage, async () => await cdp.PageAsync(Ada)),
            await RowsAsync(storage, async () => await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Assam" })),
            await RowsAsync(storage, async () => await cdp.Profiles.LinkAsync(Ada, Tablet)),
            await RowsAsync(storage, async () => await cdp.TrackAsync(Tablet, "Order Completed")),
            await RowsAsync(storage, async () => await cdp.Profiles.SeparateAsync(Ada, Tablet)),
            await RowsAsync(storage, async () => await cdp.Consent.WithdrawAsync(Ada, "personalisation", "a letter")),
        ];
        rows.ShouldAllBe(count => count < FewRows);
        (await cdp.Segments.ChangesAsync(0, 10)).ShouldNotContain(change => change.Change.Segment == "regulars", "nobody has looked yet");
        (await RowsAsync(storage, async () => await cdp.Segments.RefreshAsync())).ShouldBeLessThan(FewRows, "the look reads what there is beside the writer");
        storage.LoadedBeside.ShouldBeGreaterThan(Events);
        (await cdp.Segments.CountAsync("regulars")).ShouldBe(1);
        (await cdp.Profiles.FindAsync(Ada, Service))!.Events.ShouldBe(Events + 2);
    }

    /// <summary>What no segment looks at and what says nothing of the person needs no look at all.</summary>
    [Test]
    public async Task AnEventThatNoSegmentLooksAt_IsFollowedByNoLook()
    {
        var storage = new CountingStorage();
        await FillAsync(storage, events: 20);
        await using var cdp = await OpenAsync(storage, longHistory: 10);
        await cdp.TrackAsync(Ada, "Order Completed");
        (await cdp.Segments.RefreshAsync()).ShouldBeGreaterThan(0);
        await cdp.PageAsync(Ada);
        (await cdp.Segments.RefreshAsync()).ShouldBe(0);
        await cdp.TrackAsync(Ada, "Order Completed");
        (await cdp.Segments.RefreshAsync()).ShouldBe(0, "the look before has remembered them");
    }

    private static async Task<long> RowsAsync(CountingStorage storage, Func<Task> act)
    {
        var before = storage.Loaded;
        await act();
        return storage.Loaded - before;
    }

    private static ValueTask<CustomerDataPlatform> OpenAsync(CountingStorage storage, int longHistory = 1_000) => CustomerDataPlatform.OpenAsync(setup => setup
        .UseStorage(_ => storage)
        .UseTime(new SilentClock())
        .LongHistory(longHistory)
        .Purpose("personalisation", FirstParty.Consent.LawfulBasis.Consent)
        .Taxonomy(data => data.Trait("favouriteTea", DataKind.Qualitative).Event("Order Completed", DataKind.Quantitative))
        .Segment("regulars", Rule.Count("Order Completed").AtLeast(5)));

    private static async Task FillAsync(CountingStorage storage, int events = Events)
    {
        await storage.OpenAsync(CancellationToken.None);
        await using var session = await storage.BeginWriteAsync(CancellationToken.None);
        var resolver = new IncrementalResolver(IdentityRules.Default, TimeProvider.System);
        LoggedEvent[] all = [.. Enumerable.Range(0, events).Select(Order)];
        await session.Events.AppendAsync(all, CancellationToken.None);
        await resolver.ApplyAsync(session.Identity, [all[0].ToAssertion()], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    private static LoggedEvent Order(int number) => new()
    {
        Id = FactId.Of("server", $"m{number}"),
        Kind = EventKind.Track,
        Name = "Order Completed",
        Anchor = Ada,
        Identifiers = [Ada],
        OccurredAt = Now.AddDays(-30).AddSeconds(number),
        ReceivedAt = Now.AddDays(-30).AddSeconds(number),
    };

    /// <summary>Stands still, and its timers never ring: looks are taken when they are asked for.</summary>
    private sealed class SilentClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();

        private sealed class SilentTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
