using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>Whose a device's anonymous events are when several ids signed in on it.</summary>
public sealed class SharedDeviceTests
{
    private const string Service = "essential.service";

    private static readonly Identifier Old = Identifier.UserId("ada-old");
    private static readonly Identifier New = Identifier.UserId("ada-new");
    private static readonly Identifier Device = Identifier.AnonymousId("kitchen");

    [Test]
    public async Task TwoIdsOfOnePerson_DoNotShareADevice([Values] bool rebuilt)
    {
        await using var cdp = await OpenAsync();
        await cdp.AliasAsync(Old, New);
        await cdp.IngestAsync([Order(Old, Device), Order(New, Device), Order(Device)]);
        await cdp.Profiles.SeparateAsync(New, Device);
        if (rebuilt)
        {
            await cdp.RebuildAsync();
        }

        // One person signed in, however often renamed: the device is nobody else's tenancy, and it was taken from them by hand.
        (await cdp.Profiles.FindAsync(Device, Service))!.Events.ShouldBe(1);
        (await cdp.Profiles.FindAsync(Old, Service))!.Events.ShouldBe(2, "the orders of both ids, and nothing of the device's");
    }

    [Test]
    public async Task TwoPeople_ShareADevice_AndTheLatestHasWhatFollows()
    {
        await using var cdp = await OpenAsync();
        await cdp.IngestAsync([Order(Old, Device), Order(New, Device), Order(Device)]);
        await cdp.Profiles.SeparateAsync(New, Device);
        (await cdp.Profiles.FindAsync(New, Service))!.Events.ShouldBe(2);
        (await cdp.Profiles.FindAsync(Old, Service))!.Events.ShouldBe(1);
    }

    private static async Task<CustomerDataPlatform> OpenAsync() => await CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory().Source("web", Party.First).Taxonomy(data => data.Event("Order Completed", DataKind.Quantitative)));

    private static int _minute;

    private static TrackEvent Order(params Identifier[] who) => new()
    {
        Name = "Order Completed", Source = "web", Identifiers = [.. who],
        Timestamp = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(Interlocked.Increment(ref _minute)),
    };
}
