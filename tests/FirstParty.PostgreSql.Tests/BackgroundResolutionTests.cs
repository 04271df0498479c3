using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class BackgroundResolutionTests
{
    private const string Service = "essential.service";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Device = Identifier.AnonymousId("d1");

    /// <summary>Nobody resolves while somebody else is at it: so the test sees what was acknowledged before it is resolved.</summary>
    [Test]
    public async Task WhileNothingIsResolved_EventsAreAcknowledged_AndReadsSaySo()
    {
        using var backend = new PostgreSqlBackend();
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => backend.Create())
            .Resolve(ResolutionMode.Background)
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1)));
        (await cdp.PageAsync(Ada)).Status.ShouldBe(EventStatus.Accepted);
        await cdp.Reevaluated; // It would wait for the session below, and everybody else for it.
        await cdp.SettleAsync();
        (await cdp.Profiles.FindAsync(Ada, Service))!.Unresolved.ShouldBe(0);

        await using var storage = backend.Create();
        await storage.OpenAsync(default);
        await using (var other = await storage.BeginWriteAsync(default))
        {
            await other.Unresolved.TakeAsync(0, default);
            var order = new TrackEvent { MessageId = "m1", Name = "Order Completed", Identifiers = [Ada, Device] };
            (await cdp.IngestAsync(order)).Status.ShouldBe(EventStatus.Accepted);
            (await cdp.IngestAsync(order)).Status.ShouldBe(EventStatus.Duplicate);
            var meanwhile = (await cdp.Profiles.FindAsync(Ada, Service))!;
            (meanwhile.Events, meanwhile.Unresolved).ShouldBe((2, 1), "the log is read, and says what is still to come of it");
            (await cdp.Profiles.FindAsync(Device, Service)).ShouldBeNull();
            (await cdp.Segments.CountAsync("buyers")).ShouldBe(0);
        }

        await cdp.SettleAsync();
        (await cdp.Profiles.FindAsync(Device, Service))!.Id.ShouldBe(ProfileId.Of(Ada));
        (await cdp.Profiles.FindAsync(Ada, Service))!.Unresolved.ShouldBe(0);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(1);
    }
}
