using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance;

/// <summary>What an <see cref="IdentityGraph"/> must do.</summary>
public abstract class IdentityGraphConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Find_GivesNodesAndLinksBack_WithEveryField()
    {
        var full = GraphNode.Alone(Identifier.Email("åda@example.com")) with
        {
            FirstSeen = Facts.At(1), Component = Facts.Profile(2), Profile = Facts.Profile(3), FanOut = 12, Contested = true,
            Owner = Facts.Profile(4), Shared = true, Unsettled = true, ShedFrom = 1027,
            SignedInAt = Facts.At(8), LastSeen = Facts.At(9),
        };
        var bare = GraphNode.Alone(Facts.Person(5));
        var strong = Link(1, 2) with { Fact = Facts.Id(7), Strength = AssertionStrength.Verified };
        var weak = Link(2, 3) with { Strength = null };
        await ChangeAsync(new GraphChange { Nodes = [.. Ascending(full, bare)], Links = [.. Ascending(strong, weak)] });

        var found = await FindAsync(new GraphQuery
        {
            Nodes = [full.Id, bare.Id, Facts.Profile(99)],
            Links = [strong.Pair, weak.Pair, GraphPair.Of(Facts.Profile(1), Facts.Profile(3))],
        });
        found.Nodes.ShouldBe([full, bare], ignoreOrder: true);
        found.Links.ShouldBe([strong, weak], ignoreOrder: true);
        found.Acts.ShouldBeEmpty();
    }

    [Test]
    public async Task Write_ReplacesAndRemoves_AndIsIdempotent()
    {
        var (first, second) = (GraphNode.Alone(Facts.Person(1)), GraphNode.Alone(Facts.Person(2)));
        await ChangeAsync(new GraphChange { Nodes = [.. Ascending(first, second)], Links = [Link(1, 2)] });
        var change = new GraphChange
        {
            Nodes = [first with { FanOut = 3, Component = Facts.Profile(7), FirstSeen = Facts.At(9) }],
            RemovedNodes = [second.Id],
            Links = [Link(1, 3)],
            RemovedLinks = [Link(1, 2).Pair],
        };
        await ChangeAsync(change);
        await ChangeAsync(change);

        var found = await FindAsync(new GraphQuery { Nodes = [first.Id, second.Id], Links = [Link(1, 2).Pair, Link(1, 3).Pair] });
        found.Nodes.ShouldBe(change.Nodes);
        found.Links.ShouldBe(change.Links);
        (await ComponentsAsync(first.Id)).Nodes.ShouldBeEmpty();
        (await ComponentsAsync(Facts.Profile(7))).Nodes.ShouldBe(change.Nodes);
    }

    [Test]
    public async Task ReadComponents_GivesMembersTheirLinksAndTheActsThatNameThem()
    {
        var ids = Enumerable.Range(1, 4).Select(Facts.Profile).Order().ToList();
        var nodes = Enumerable.Range(1, 4).Select(number => GraphNode.Alone(Facts.Person(number)) with { Component = ids[0] }).ToArray();
        var alone = GraphNode.Alone(Facts.Person(5));
        var outgoing = Link(4, 9);
        var act = Act(new SeparateAssertion { Id = Facts.Id(1), At = Facts.At(1), First = Facts.Person(2), Second = Facts.Person(8) }, 2, 8);
        await ChangeAsync(new GraphChange
        {
            Nodes = [.. Ascending([.. nodes, alone])], Links = [.. Ascending(Link(1, 2), Link(2, 3), outgoing, Link(8, 9))], Acts = [act],
        });

        var found = await ComponentsAsync(ids[0], ids[0]);
        found.Nodes.ShouldBe(nodes, ignoreOrder: true);
        found.Links.ShouldBe([Link(1, 2), Link(2, 3), outgoing], ignoreOrder: true);
        found.Acts.ShouldBe([act.Act]);
        (await ComponentsAsync(alone.Id)).Nodes.ShouldBe([alone]);
        (await ComponentsAsync(ids[1])).Nodes.ShouldBeEmpty();
    }

    [Test]
    public async Task Acts_OfEveryKind_AreFoundByNameAndByFact()
    {
        var link = new LinkAssertion { Id = Facts.Id(1), At = Facts.At(1), Identifiers = [Facts.Person(1), Facts.Person(2)], Actor = "ops", Reason = "call" };
        var alias = new AliasAssertion { Id = Facts.Id(2), At = Facts.At(2), From = Facts.Person(2), To = Facts.Person(3) };
        var separate = new SeparateAssertion { Id = Facts.Id(3), At = Facts.At(3), First = Facts.Person(1), Second = Facts.Person(3) };
        var retract = new RetractAssertion { Id = Facts.Id(4), At = Facts.At(4), Targets = [Facts.Id(1), Facts.Id(77, "shop")] };
        var erase = new EraseAssertion
        {
            Id = Facts.Id(5), At = Facts.At(5), Targets = [Facts.Profile(4)], Scope = ErasureScope.Identifier, Suppress = true,
        };
        await ChangeAsync(new GraphChange
        {
            Acts = [.. new[] { Act(link, 1, 2), Act(alias, 2, 3), Act(separate, 1, 3), Act(retract), Act(erase, 4) }.OrderBy(act => act.Act.Id)],
        });

        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(1)] })).ShouldBe(Texts(link, separate));
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(2), Facts.Profile(3)] })).ShouldBe(Texts(link, alias, separate));
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(4), Facts.Profile(50)] })).ShouldBe(Texts(erase));
        (await ActsAsync(new GraphQuery { Facts = [Facts.Id(1)] })).ShouldBe(Texts(link, retract));
        (await ActsAsync(new GraphQuery { Facts = [Facts.Id(77, "shop"), Facts.Id(2)] })).ShouldBe(Texts(alias, retract));
        (await ActsAsync(new GraphQuery { Facts = [Facts.Id(77)] })).ShouldBeEmpty();
        (await ActsAsync(new GraphQuery { EveryAct = true })).ShouldBe(Texts(link, alias, separate, retract, erase));
    }

    [Test]
    public async Task Suggestions_AreFoundWithoutKnowingWhomTheyName()
    {
        var suggest = new SuggestAssertion
        {
            Id = Facts.Id(1), At = Facts.At(1), First = Facts.Person(1), Second = Facts.Person(2), Weight = 0.75, Model = "febrl-3",
        };
        var link = new LinkAssertion { Id = Facts.Id(2), At = Facts.At(2), Identifiers = [Facts.Person(1), Facts.Person(2)] };
        await ChangeAsync(new GraphChange { Acts = [.. new[] { Act(suggest, 1, 2), Act(link, 1, 2) }.OrderBy(act => act.Act.Id)] });

        (await FindAsync(new GraphQuery { EverySuggestion = true })).Acts.ShouldBe([suggest]);
        (await FindAsync(new GraphQuery { EverySuggestion = true, Facts = [suggest.Id] })).Acts.ShouldBe([suggest]);
        await ChangeAsync(new GraphChange { RemovedActs = [suggest.Id] });
        (await FindAsync(new GraphQuery { EverySuggestion = true })).Acts.ShouldBeEmpty();
    }

    [Test]
    public async Task Expiries_AreFoundByTheLatestInstant_SaveThoseTakenBack()
    {
        ExpireAssertion[] acts = [.. Enumerable.Range(1, 4).Select(day => new ExpireAssertion { Id = Facts.Id(day), At = Facts.At(9), AsOf = Facts.At(day), Actor = "ops" })];
        var retract = new RetractAssertion { Id = Facts.Id(9), At = Facts.At(9), Targets = [acts[2].Id] };
        await ChangeAsync(new GraphChange { Acts = [.. acts.Append<IdentityAct>(retract).Select(act => Act(act)).OrderBy(act => act.Act.Id)] });

        (await FindAsync(new GraphQuery())).Acts.ShouldBeEmpty();
        (await FindAsync(new GraphQuery { Expiries = 1 })).Acts.ShouldBe([acts[3]]);
        (await FindAsync(new GraphQuery { Expiries = 2, Facts = [acts[3].Id] })).Acts.ShouldBe([acts[1], acts[3]], ignoreOrder: true);
        (await FindAsync(new GraphQuery { Expiries = 9 })).Acts.ShouldBe([acts[0], acts[1], acts[3]], ignoreOrder: true);
        await ChangeAsync(new GraphChange { RemovedActs = [acts[3].Id] });
        (await FindAsync(new GraphQuery { Expiries = 1 })).Acts.ShouldBe([acts[1]]);
    }

    [Test]
    public async Task ListLinks_WalksOverAllOnce_AndFindsTheOld()
    {
        var links = Ascending(
        [
            .. from a in Enumerable.Range(1, 6)
               from b in Enumerable.Range(a + 1, 6 - a)
               select Link(a, b) with { At = Facts.At((a * 7 + b) % 9), Strength = (a + b) % 7 is var strength && strength < 6 ? (AssertionStrength)strength : null },
        ]).ToList();
        await ChangeAsync(new GraphChange { Links = [.. links] });

        (await WalkAsync(null, 4)).ShouldBe(links);
        (await WalkAsync(null, links.Count)).ShouldBe(links);
        var old = links.Where(link => link.Strength > AssertionStrength.Manual && link.At < Facts.At(4)).ToList();
        old.Count.ShouldBeInRange(2, links.Count - 2);
        (await WalkAsync(Facts.At(4), 2)).ShouldBe(old);
        (await WalkAsync(Facts.At(0), 2)).ShouldBeEmpty();
    }

    [Test]
    public async Task Acts_KeepWhatTheySaid_AndTakeNewNames()
    {
        var first = new SeparateAssertion { Id = Facts.Id(1), At = Facts.At(1), First = Facts.Person(1), Second = Facts.Person(2) };
        await ChangeAsync(new GraphChange { Acts = [Act(first, 1, 2)] });
        await ChangeAsync(new GraphChange { Acts = [Act(first with { At = Facts.At(50) }, 2, 3)] });
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(1)] })).ShouldBe(Texts(first));
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(3)] })).ShouldBe(Texts(first));
    }

    [Test]
    public async Task Acts_AreRemoved_WithEverythingTheyAreFoundBy()
    {
        var separate = new SeparateAssertion { Id = Facts.Id(1), At = Facts.At(1), First = Facts.Person(1), Second = Facts.Person(2) };
        var retract = new RetractAssertion { Id = Facts.Id(2), At = Facts.At(2), Targets = [Facts.Id(9)] };
        var kept = new SeparateAssertion { Id = Facts.Id(3), At = Facts.At(3), First = Facts.Person(2), Second = Facts.Person(3) };
        await ChangeAsync(new GraphChange { Acts = [.. new[] { Act(separate, 1, 2), Act(retract), Act(kept, 2, 3) }.OrderBy(act => act.Act.Id)] });
        await ChangeAsync(new GraphChange { RemovedActs = [.. new[] { separate.Id, retract.Id, Facts.Id(77) }.Order()] });

        (await ActsAsync(new GraphQuery { EveryAct = true })).ShouldBe(Texts(kept));
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(1), Facts.Profile(2)] })).ShouldBe(Texts(kept));
        (await ActsAsync(new GraphQuery { Facts = [Facts.Id(1), Facts.Id(9)] })).ShouldBeEmpty();
        await ChangeAsync(new GraphChange { Acts = [Act(separate, 1)] });
        (await ActsAsync(new GraphQuery { ActsOn = [Facts.Profile(1)] })).ShouldBe(Texts(separate));
    }

    [Test]
    public async Task Reset_DropsNodesAndLinks_AndKeepsActsAndHistory()
    {
        var act = Act(new RetractAssertion { Id = Facts.Id(1), At = Facts.At(1), Targets = [Facts.Id(2)] });
        await ChangeAsync(new GraphChange
        {
            Nodes = [GraphNode.Alone(Facts.Person(1))], Links = [Link(1, 2)], Acts = [act], History = [Entry(1, 1, 2)],
        });
        await ChangeAsync(new GraphChange { Reset = true, Nodes = [GraphNode.Alone(Facts.Person(3))] });

        var found = await FindAsync(new GraphQuery
        {
            Nodes = [Facts.Profile(1), Facts.Profile(3)], Links = [Link(1, 2).Pair], Facts = [Facts.Id(1)],
        });
        found.Nodes.ShouldHaveSingleItem().Id.ShouldBe(Facts.Profile(3));
        found.Links.ShouldBeEmpty();
        found.Acts.Count.ShouldBe(1);
        (await HistoryAsync(1)).Count.ShouldBe(1);
    }

    [Test]
    public async Task History_IsReadOldestFirst_ByAnyIdItNames()
    {
        var moved = Entry(3, 5, 6) with { Identifier = Facts.Profile(1), Cause = Facts.Id(9), Kind = ResolutionEntryKind.Moved };
        var itself = Entry(4, 1, 1) with { Kind = ResolutionEntryKind.Contested };
        await ChangeAsync(new GraphChange { History = [Entry(9, 1, 2), Entry(2, 3, 1)] });
        await ChangeAsync(new GraphChange { History = [moved, itself, Entry(5, 6, 7)] });

        (await HistoryAsync(1, 1)).ShouldBe([Entry(9, 1, 2), Entry(2, 3, 1), moved, itself]);
        (await HistoryAsync(7, 2)).ShouldBe([Entry(9, 1, 2), Entry(5, 6, 7)]);
        (await HistoryAsync(42)).ShouldBeEmpty();
    }

    [Test]
    public async Task ReadEvents_FindsThoseAnchoredAtTheIdentifierOrAtOneLinkedWithIt()
    {
        await WriteAsync(async session =>
        {
            await session.Events.AppendAsync([Facts.Event(1), Facts.Event(2), Facts.Event(3), Facts.Event(4), Facts.FullEvent(5)], Token);
            await session.Identity.WriteAsync(
                new GraphChange
                {
                    Nodes = [.. Ascending([.. Enumerable.Range(1, 4).Select(number => GraphNode.Alone(Facts.Person(number)))])],
                    Links = [Link(1, 2)],
                    Acts = [Act(new RetractAssertion { Id = Facts.Id(50), At = Facts.At(1), Targets = [Facts.Id(2)] })],
                },
                Token);
            (await session.Identity.ReadEventsAsync([Facts.Person(1)], [], Token)).Select(said => said.Id).ShouldBe([Facts.Id(1)]);
        });

        (await EventsAsync([Facts.Person(1)], [])).ShouldContain(Said(Facts.Event(1)));
        (await EventsAsync([Facts.Person(2)], [])).ShouldContain(Said(Facts.Event(1)));
        (await EventsAsync([Facts.Person(3)], [Facts.Id(4)])).ShouldBe([Said(Facts.Event(3)), Said(Facts.Event(4))], ignoreOrder: true);
        (await EventsAsync([], [Facts.Id(2), Facts.Id(99), Facts.FullEvent(5).Id])).ShouldBe([Said(Facts.FullEvent(5))]);
    }

    private static string Said(LoggedEvent logged) => Said(logged.ToAssertion());

    private static string Said(EventAssertion said) =>
        $"{said.Id}|{string.Join(',', said.Identifiers.Select(Facts.Text))}|{said.OccurredAt}|{said.ReceivedAt}|{said.Strength}";

    private static StoredAct Act(IdentityAct act, params int[] names) => new(act, [.. names.Select(Facts.Profile).Order()]);

    [Test]
    public async Task Expect_IsSeenByNobody_UntilAChangeSaysIt()
    {
        var known = GraphNode.Alone(Facts.Person(1)) with { FirstSeen = Facts.At(1) };
        await ChangeAsync(new GraphChange { Nodes = [known] });
        var right = GraphNode.Alone(Facts.Person(2)) with { FirstSeen = Facts.At(2), FanOut = 1 };
        var wrong = GraphNode.Alone(Facts.Person(3)) with { FirstSeen = Facts.At(3), FanOut = 1 };
        var never = GraphNode.Alone(Facts.Person(4)) with { FirstSeen = Facts.At(4), Component = known.Id, Profile = known.Id };
        var differs = wrong with { FirstSeen = Facts.At(9), FanOut = 0 };
        GraphNode[] expected = [right, wrong, never];
        await WriteAsync(async session =>
        {
            await ExpectAsync(session, expected, known);
            (await session.Identity.ReadComponentsAsync([known.Id], Token)).Nodes.ShouldBe([known]);
            var found = await session.Identity.FindAsync(new GraphQuery { Nodes = [.. expected.Select(node => node.Id)] }, Token);
            found.Nodes.ShouldAllBe(node => node == GraphNode.Alone(node.Identifier));
            await session.Identity.WriteAsync(new GraphChange { Nodes = [.. Ascending(right, differs)] }, Token);
        });

        (await FindAsync(new GraphQuery { Nodes = [.. expected.Select(node => node.Id)] })).Nodes.ShouldBe([right, differs], ignoreOrder: true);
        (await ComponentsAsync(known.Id)).Nodes.ShouldBe([known]);
    }

    [Test]
    public async Task Expect_IsSeenByNobody_OnceTheSessionHasRemovedSomebody()
    {
        var (gone, known) = (GraphNode.Alone(Facts.Person(1)) with { FirstSeen = Facts.At(1) }, GraphNode.Alone(Facts.Person(2)) with { FirstSeen = Facts.At(1) });
        await ChangeAsync(new GraphChange { Nodes = [.. Ascending(gone, known)] });
        var right = GraphNode.Alone(Facts.Person(3)) with { FirstSeen = Facts.At(3), FanOut = 1 };
        var never = GraphNode.Alone(Facts.Person(4)) with { FirstSeen = Facts.At(4), Component = known.Id, Profile = known.Id };
        await WriteAsync(async session =>
        {
            await ExpectAsync(session, [right, never], gone, known);
            await session.Identity.WriteAsync(new GraphChange { RemovedNodes = [gone.Id] }, Token);
            (await session.Identity.ReadComponentsAsync([known.Id], Token)).Nodes.ShouldBe([known]);
            var found = await session.Identity.FindAsync(new GraphQuery { Nodes = [right.Id, never.Id] }, Token);
            found.Nodes.ShouldAllBe(node => node == GraphNode.Alone(node.Identifier));
            await session.Identity.WriteAsync(new GraphChange { Nodes = [right] }, Token);
        });

        (await FindAsync(new GraphQuery { Nodes = [gone.Id, known.Id, right.Id, never.Id] })).Nodes.ShouldBe([known, right], ignoreOrder: true);
    }

    private static async ValueTask ExpectAsync(StorageSession session, IReadOnlyList<GraphNode> expected, params IEnumerable<GraphNode> others)
    {
        session.Identity.Expect(expected.ToDictionary(node => node.Id));
        await session.Identity.LockAsync([.. others.Concat(expected).OrderBy(node => node.Id).Select(node => node.Identifier)], Token);
    }

    private static GraphLink Link(int one, int other)
    {
        var pair = GraphPair.Of(Facts.Profile(one), Facts.Profile(other));
        return new GraphLink { A = pair.A, B = pair.B, Strength = AssertionStrength.Observed, At = Facts.At(one) };
    }

    private async Task<List<GraphLink>> WalkAsync(DateTimeOffset? before, int limit)
    {
        var walked = new List<GraphLink>();
        IReadOnlyList<GraphLink> page;
        do
        {
            var query = new LinkQuery { After = walked.Count == 0 ? null : walked[^1].Pair, Limit = limit, Before = before };
            page = await ReadAsync(async session => await session.Identity.ListLinksAsync(query, Token));
            page.Count.ShouldBeLessThanOrEqualTo(limit);
            walked.AddRange(page);
        }
        while (page.Count > 0);
        return walked;
    }

    private static ResolutionEntry Entry(int seconds, int subject, int other) =>
        new() { Kind = ResolutionEntryKind.Merged, At = Facts.At(seconds), Subject = Facts.Profile(subject), Other = Facts.Profile(other) };

    private static IEnumerable<GraphNode> Ascending(params GraphNode[] nodes) => nodes.OrderBy(node => node.Id);

    private static IEnumerable<GraphLink> Ascending(params GraphLink[] links) => links.OrderBy(link => link.Pair);

    private static List<string> Texts(params IdentityAct[] acts) => [.. acts.Select(Text).Order(StringComparer.Ordinal)];

    private static string Text(IdentityAct act)
    {
        var own = act switch
        {
            LinkAssertion link => $"{string.Join(',', link.Identifiers.Select(Facts.Text))} {link.Strength}",
            AliasAssertion alias => Facts.Text(alias.From) + ">" + Facts.Text(alias.To),
            SeparateAssertion separate => Facts.Text(separate.First) + "|" + Facts.Text(separate.Second),
            RetractAssertion retract => string.Join(',', retract.Targets),
            EraseAssertion erase => $"{string.Join(',', erase.Targets)} {erase.Scope} {erase.Suppress}",
            _ => throw new InvalidOperationException(),
        };
        return $"{act.GetType().Name} {act.Id} {act.At} {act.Actor} {act.Reason} {own}";
    }

    private Task ChangeAsync(GraphChange change) => WriteAsync(async session => await session.Identity.WriteAsync(change, Token));

    private Task<GraphSnapshot> FindAsync(GraphQuery query) => ReadAsync(async session => await session.Identity.FindAsync(query, Token));

    private async Task<List<string>> ActsAsync(GraphQuery query) => Texts([.. (await FindAsync(query)).Acts]);

    private Task<GraphSnapshot> ComponentsAsync(params ProfileId[] components) =>
        ReadAsync(async session => await session.Identity.ReadComponentsAsync(components, Token));

    private Task<IReadOnlyList<ResolutionEntry>> HistoryAsync(params int[] ids) =>
        ReadAsync(async session => await session.Identity.ReadHistoryAsync([.. ids.Select(Facts.Profile)], Token));

    private Task<List<string>> EventsAsync(Identifier[] identifiers, FactId[] facts) => ReadAsync(async session =>
        (await session.Identity.ReadEventsAsync(identifiers, facts, Token)).Select(Said).ToList());
}
