using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>What the taxonomy does not know waits, but never more of it than the host allows, and never of somebody who was erased.</summary>
public sealed class QuarantineTests
{
    private const int Capacity = 5;
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Bob = Identifier.UserId("bob");

    [Test]
    public async Task Full_RefusesTheNew_WithAName_AndKeepsTheOld()
    {
        await using var cdp = await OpenAsync(QuarantineOverflow.RefuseNew);
        var first = await cdp.IngestAsync([.. Unknown(Ada, 3)]);
        var second = await cdp.IngestAsync([.. Unknown(Bob, 4)]);

        first.ShouldAllBe(outcome => outcome.Status == EventStatus.Quarantined);
        second.Select(outcome => outcome.Status)
            .ShouldBe([EventStatus.Quarantined, EventStatus.Quarantined, EventStatus.Rejected, EventStatus.Rejected]);
        second[3].Reason.ShouldBe(EventReason.QuarantineFull);
        (await cdp.InspectQuarantineAsync()).Waiting.ShouldBe(Capacity);
    }

    [Test]
    public async Task Full_DropsTheOldest_AndCountsThem()
    {
        await using var cdp = await OpenAsync(QuarantineOverflow.DropOldest);
        await cdp.IngestAsync([.. Unknown(Ada, 5)]);
        (await cdp.IngestAsync([.. Unknown(Bob, 3)])).ShouldAllBe(outcome => outcome.Status == EventStatus.Quarantined);

        var report = await cdp.InspectQuarantineAsync();
        (report.Waiting, report.Dropped).ShouldBe((Capacity, 3));
        report.Names.Single(name => name.Name == "bob did").Events.ShouldBe(3);
        report.Names.Single(name => name.Name == "ada did").Events.ShouldBe(2);
    }

    [Test]
    public async Task Full_RefusesWhatOneBatchHasTooMany_WhenTheOldestAreDropped()
    {
        await using var cdp = await OpenAsync(QuarantineOverflow.DropOldest);
        var outcomes = await cdp.IngestAsync([.. Unknown(Ada, 8)]);
        outcomes.Count(outcome => outcome.Status == EventStatus.Quarantined).ShouldBe(Capacity);
        outcomes.Count(outcome => outcome.Reason == EventReason.QuarantineFull).ShouldBe(3);
    }

    [Test]
    public async Task Full_KeepsTheKnownTraits_AndNamesThoseItCouldNotSetAside()
    {
        await using var cdp = await OpenAsync(QuarantineOverflow.RefuseNew);
        await cdp.IngestAsync([.. Unknown(Bob, Capacity)]);
        var outcome = await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com", ["shoeSmell"] = 3 });
        outcome.Status.ShouldBe(EventStatus.Accepted);
        outcome.Notes.ShouldContain(new OutcomeNote(EventReason.QuarantineFull, "shoeSmell"));
        (await cdp.IdentifyAsync(Ada, new() { ["shoeSmell"] = 3 })).Reason.ShouldBe(EventReason.QuarantineFull);
    }

    [Test]
    public async Task Replay_LosesNothing_WhenFull()
    {
        await using var cdp = await OpenAsync(QuarantineOverflow.RefuseNew);
        await cdp.IngestAsync([.. Unknown(Ada, Capacity)]);
        (await cdp.ReplayQuarantineAsync()).ShouldBe(0);
        (await cdp.InspectQuarantineAsync()).Waiting.ShouldBe(Capacity);
    }

    [Test]
    public async Task Erasure_ReachesEveryWaitingEvent_BeyondAnyPage()
    {
        var storage = new InMemoryStorage();
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => storage).Source("web", Party.First).Quarantine(2_000));
        await cdp.IngestAsync([.. Unknown(Ada, 700), .. Unknown(Bob, 700), .. Unknown(Ada, 300, "again")]);
        await cdp.Privacy.EraseAsync(Ada);

        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        var left = await session.Quarantine.ReadAsync(10_000, CancellationToken.None);
        left.Count.ShouldBe(700);
        left.ShouldAllBe(waiting => waiting.Event.Identifiers[0] == Bob);
    }

    [Test]
    public async Task Build_ReportsACapacityThatHoldsNothing() =>
        (await Should.ThrowAsync<FirstPartyConfigurationException>(async () =>
            await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory().Quarantine(0)))).Message.ShouldContain("quarantine");

    private static IEnumerable<CustomerEvent> Unknown(Identifier who, int count, string round = "") =>
        Enumerable.Range(0, count).Select(number => new TrackEvent
        {
            Name = $"{who.Value} did", MessageId = $"{who.Value}{round}-{number}", Source = "web", Identifiers = [who],
        });

    private static ValueTask<CustomerDataPlatform> OpenAsync(QuarantineOverflow whenFull) =>
        CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory().Source("web", Party.First).Quarantine(Capacity, whenFull));
}
