using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;

namespace FirstParty.PostgreSql.Tests;

/// <summary>
/// An address that two users share ties neither of them, until the older tie expires: then it joins the other, whom nobody had named. What another node
/// does with them at that moment counts once, and neither node goes on with what it remembers from before.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class ExpiryBesideOthersTests
{
    private const int Most = 8;
    private const string Service = "essential.service";
    private static readonly Identifier Address = Identifier.Email("shop@example.com");
    private static readonly Identifier Other = Identifier.UserId("other");

    private readonly StoppedClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private PostgreSqlBackend _backend = null!;

    [SetUp]
    public void MakePlace() => _backend = new PostgreSqlBackend();

    [TearDown]
    public void RemovePlace() => _backend.Dispose();

    [TestCase(true, 1, 1)]
    [TestCase(false, 1, 1)]
    [TestCase(true, 2, 0)]
    [TestCase(false, 2, 0)]
    public async Task WhoIsJoinedByAnExpiry_IsCountedAsTheLogHasThem(bool isAddressFirst, int meanwhile, int afterwards)
    {
        var user = Enumerable.Range(0, 100).Select(number => Identifier.UserId($"u{number}"))
            .First(candidate => ProfileId.Of(Address) < ProfileId.Of(candidate) == isAddressFirst);
        var watch = new LockWatch(_backend.Create());
        await using var expiring = await OpenAsync(watch);
        await using var beside = await OpenAsync(_backend.Create());
        await OrderAsync(expiring, Other, Address);
        _clock.Advance(TimeSpan.FromDays(20));
        await OrderAsync(expiring, user, Address);
        await OrderAsync(expiring, Address);
        (await expiring.Profiles.FindAsync(Address, Service))!.Id.ShouldBe(ProfileId.Of(Address), "two users share it");
        await OrderAsync(beside, user);
        _clock.Advance(TimeSpan.FromDays(20));
        watch.AfterLock = async identifiers =>
        {
            if (identifiers.Contains(Address))
            {
                watch.AfterLock = null;
                for (var number = 0; number < meanwhile; number++)
                {
                    await OrderAsync(beside, user); // By a node that holds the user, whom the expiry does not hold yet.
                }
            }
        };
        await expiring.Profiles.ExpireAsync();
        watch.AfterLock.ShouldBeNull("the other node came between");
        (await expiring.Profiles.FindAsync(Address, Service))!.Id.ShouldBe(ProfileId.Of(user));
        await OrderAsync(beside, user);
        for (var number = 0; number < afterwards; number++)
        {
            await OrderAsync(expiring, user);
        }

        var events = (await beside.Profiles.FindAsync(user, Service))!.Events;
        events.ShouldBe(4 + meanwhile + afterwards);
        (await MembershipsAsync(user)).ShouldBe(Enumerable.Range(1, Most).Where(least => least <= events).Select(least => $"at-least-{least}"));
    }

    private async Task<IEnumerable<string>> MembershipsAsync(Identifier who)
    {
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
        await using var session = await storage.BeginReadAsync(default);
        return (await session.Segments.ReadMembershipsAsync([ProfileId.Of(who)], default)).Select(membership => membership.Segment).Order(StringComparer.Ordinal);
    }

    private Task<CustomerDataPlatform> OpenAsync(FirstPartyStorage storage) => CustomerDataPlatform.OpenAsync(setup =>
    {
        setup.UseStorage(_ => storage).UseTime(_clock).Source("web", Party.First)
            .Taxonomy(data => data.Event("Order Completed", DataKind.Quantitative))
            .Identity(rules => rules with
            {
                Namespaces =
                [
                    .. rules.Namespaces.Select(rule => rule.Namespace == IdentifierNamespace.Email
                        ? rule with { ExpiresAfter = TimeSpan.FromDays(30), MaxFanOut = 1 } : rule),
                ],
            });
        for (var least = 1; least <= Most; least++)
        {
            setup.Segment($"at-least-{least}", Rule.Count("Order Completed").AtLeast(least));
        }
    }).AsTask();

    private async Task OrderAsync(CustomerDataPlatform node, params Identifier[] who) =>
        (await node.IngestAsync(new TrackEvent { Name = "Order Completed", Source = "web", Timestamp = _clock.GetUtcNow(), Identifiers = [.. who] }))
            .Status.ShouldBe(EventStatus.Accepted);
}
