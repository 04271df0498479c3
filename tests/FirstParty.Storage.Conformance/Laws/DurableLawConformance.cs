using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>The laws of a store that remembers: what was acknowledged is there after a restart, and what was erased is in no table and no file.</summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class DurableLawConformance<TBackend> : ErasureLawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public void Law8_AcknowledgedIsDurable() => LawCheck.Run(Tries, 24, async (facts, _) =>
    {
        using var backend = new TBackend();
        string before;
        await using (var first = await LawWorld.OpenAsync(backend.Create()))
        {
            await HandInAsync(first, facts);
            before = await LawSnapshot.OfAsync(first);
        }

        await using var second = await LawWorld.OpenAsync(backend.Create());
        (await LawSnapshot.OfAsync(second)).ShouldBe(before);
        await HandInAsync(second, facts.Where(fact => !fact.IsRefusal));
        (await LawSnapshot.OfAsync(second)).ShouldBe(before, "what was acknowledged counts once, across restarts");
    });

    [Test]
    public async Task AStart_TakesUpWhatAnEarlierRunLeft([Values] ResolutionMode mode)
    {
        using var backend = new TBackend();
        var storage = backend.Create();
        await LeaveUnresolvedAsync(storage);
        await storage.DisposeAsync();
        await using var cdp = await LawWorld.OpenAsync(backend.Create(), mode: mode);
        await cdp.SettleAsync();
        var known = (await cdp.Profiles.FindAsync(Identifier.UserId("u1"), LawWorld.Service)).ShouldNotBeNull();
        (known.Events, known.Unresolved).ShouldBe((2, 0));
        (await cdp.Profiles.FindAsync(Identifier.AnonymousId("d1"), LawWorld.Service))!.Id.ShouldBe(known.Id);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(1);
    }

    /// <summary>The act of expiry is durable before the first tie is let go; whoever starts next goes on by itself.</summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task AStart_LetsGoWhatAnEarlierRunHadLoggedAsTooOld(CancellationToken cancellationToken)
    {
        using var backend = new TBackend();
        var (user, device) = (Identifier.UserId("u1"), Identifier.AnonymousId("d1"));
        await using (var first = await OpenAsync(backend.Create()))
        {
            await first.IngestAsync(
                new TrackEvent { Name = "Order Completed", Source = "web", Timestamp = LawWorld.Now.AddDays(-60), Identifiers = [user, device] }, cancellationToken);
        }

        var storage = backend.Create();
        await storage.OpenAsync(cancellationToken);
        await using (var session = await storage.BeginWriteAsync(cancellationToken))
        {
            var act = new ExpireAssertion { Id = FactId.Of("operator", "x"), At = LawWorld.Now, AsOf = LawWorld.Now };
            await new IncrementalResolver(Expiring(IdentityRules.Default), new StoppedClock(LawWorld.Now)).ApplyAsync(session.Identity, [act], cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        await storage.DisposeAsync();
        await using var second = await OpenAsync(backend.Create());
        while ((await second.Profiles.FindAsync(device, LawWorld.Service, cancellationToken))!.Id != ProfileId.Of(device))
        {
            await Task.Yield();
        }

        (await second.Profiles.FindAsync(user, LawWorld.Service, cancellationToken))!.Events.ShouldBe(1);
    }

    private static IdentityRules Expiring(IdentityRules rules) => rules with
    {
        Namespaces =
        [
            .. rules.Namespaces.Select(rule => rule.Namespace == IdentifierNamespace.AnonymousId ? rule with { ExpiresAfter = TimeSpan.FromDays(30) } : rule),
        ],
    };

    private static ValueTask<CustomerDataPlatform> OpenAsync(FirstPartyStorage storage) => CustomerDataPlatform.OpenAsync(setup => setup
        .UseStorage(_ => storage).UseTime(new StoppedClock(LawWorld.Now)).Identity(Expiring)
        .Source("web", Taxonomies.Party.First).Taxonomy(data => data.Event("Order Completed", Taxonomies.DataKind.Quantitative)));

    /// <summary>As if the process had been killed after it acknowledged two orders and before it resolved them.</summary>
    private static async Task LeaveUnresolvedAsync(FirstPartyStorage storage)
    {
        await storage.OpenAsync(CancellationToken.None);
        await using var session = await storage.BeginWriteAsync(CancellationToken.None);
        LoggedEvent[] orders = [Order(1, Identifier.UserId("u1"), Identifier.AnonymousId("d1")), Order(2, Identifier.AnonymousId("d1"))];
        await session.Events.AppendAsync(orders, CancellationToken.None);
        await session.Unresolved.AddAsync(
            [.. orders.Select(order => new UnresolvedFact(order.Id, ProfileId.Of(order.Anchor), order.ReceivedAt))], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    private static LoggedEvent Order(int number, params Identifier[] who) => new()
    {
        Id = Conformance.Facts.Id(number, "web"),
        Kind = EventKind.Track,
        Name = "Order Completed",
        Anchor = who[0],
        Identifiers = [.. who],
        OccurredAt = LawWorld.Now.AddHours(-number),
        ReceivedAt = LawWorld.Now,
        Sensitivity = Taxonomies.Sensitivity.Personal,
    };
}
