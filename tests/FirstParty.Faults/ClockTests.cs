using FirstParty.Events;

namespace FirstParty.Faults;

/// <summary>A clock that is set back breaks neither ingest nor the laws.</summary>
public sealed class ClockTests
{
    [TestCase("sqlite")]
    public async Task ClockSetBack_LosesNothing_AndLiveIsRebuilt(string store)
    {
        using var target = FaultTarget.New(store);
        var storage = target.Create();
        var clock = new SetClock(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await using var cdp = await Shop.OpenAsync(storage, clock);
        foreach (var hours in (int[])[0, 5, -48, 1, -1, 72])
        {
            clock.Now += TimeSpan.FromHours(hours);
            (await cdp.IngestAsync(Shop.Batch(1, 1000 + clock.Sets++))).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            await cdp.Consent.GrantAsync(Shop.Person(0), Shop.Purpose);
            await cdp.Segments.RefreshAsync();
        }

        (await cdp.Consent.HistoryAsync(Shop.Person(0))).Count.ShouldBe(6);
        var live = await Snapshot.OfAsync(cdp, storage);
        await cdp.RebuildAsync();
        (await Snapshot.OfAsync(cdp, storage)).ShouldBe(live);
        (await target.CheckAsync(storage)).ShouldBeEmpty();
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public int Sets { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
