using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>
/// The laws where several nodes write one store at once: whoever wrote what first, the outcome is what one node would have made of it. For stores
/// whose <see cref="FirstPartyStorage.IsSingleWriter"/> is false.
/// </summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class ManyWritersConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    /// <summary>How many nodes write at once.</summary>
    protected virtual int Nodes => 12;

    /// <summary>How many sets of facts the law is tried on.</summary>
    protected virtual int Tries => 3;

    /// <summary>How many facts a set has at most.</summary>
    protected virtual int Facts => 120;

    [Test]
    public void RacingNodes_EndAsOneNodeDoes_AndAsARebuildDoes() => LawCheck.Run(Tries, Facts, async (facts, random) =>
    {
        await using var alone = await LawPlatform.OpenAsync(new TBackend(), [.. facts.OrderBy(fact => fact.IsRefusal)]);
        using var backend = new TBackend();
        var nodes = await OpenAsync(backend);
        try
        {
            foreach (var stage in facts.GroupBy(fact => fact.IsRefusal).OrderBy(stage => stage.Key))
            {
                // Every fact reaches two nodes: one of them brings it, the other finds it there.
                var handed = stage.Concat(stage.Where(fact => !fact.IsRefusal)).ToArray();
                random.Shuffle(handed);
                await Task.WhenAll(handed.Select((fact, index) => Task.Run(() => fact.HandInAsync(nodes[index % nodes.Count]))));
            }

            var live = await LawSnapshot.OfAsync(nodes[0]);
            live.ShouldBe(await LawSnapshot.OfAsync(alone.Platform));
            await nodes[1].RebuildAsync();
            (await LawSnapshot.OfAsync(nodes[2])).ShouldBe(live);
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    });

    [Test]
    public async Task RacingNodes_AppendEachFactOnce()
    {
        using var backend = new TBackend();
        var nodes = await OpenAsync(backend);
        try
        {
            var outcomes = await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.IngestAsync(
                [.. Enumerable.Range(0, 200).Select(number => new PageEvent { MessageId = $"m{number}", Identifiers = [Identifier.AnonymousId($"d{number % 7}")] })]))));
            foreach (var number in Enumerable.Range(0, 200))
            {
                outcomes.Count(own => own[number].Status == EventStatus.Accepted).ShouldBe(1);
                outcomes.Count(own => own[number].Status == EventStatus.Duplicate).ShouldBe(nodes.Count - 1);
            }
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    [Test]
    public async Task APublishedText_CountsOnEveryNode()
    {
        using var backend = new TBackend();
        var clock = new StoppedClock(LawWorld.Now);
        await using var one = await LawWorld.OpenAsync(backend.Create(), clock);
        await using var other = await LawWorld.OpenAsync(backend.Create(), clock);
        var (reader, latecomer) = (Identifier.UserId("u1"), Identifier.UserId("u2"));
        await one.Consent.PublishAsync("notice", new PolicyVersion(1, 0), "Once a month.", LawWorld.Personalisation);
        await other.Consent.GrantAsync(reader, LawWorld.Personalisation);
        await other.IdentifyAsync(reader, new Attributes { ["tea"] = "Sencha" });
        (await one.Segments.CountAsync("tea-drinkers")).ShouldBe(1);

        clock.Advance(TimeSpan.FromHours(1));
        await one.Consent.PublishAsync("notice", new PolicyVersion(2, 0), "Once a week.", LawWorld.Personalisation);
        (await other.Consent.DecideAsync(reader, LawWorld.Personalisation)).Status.ShouldBe(ConsentStatus.Stale);
        (await other.Segments.CountAsync("tea-drinkers")).ShouldBe(0);
        await other.Consent.GrantAsync(latecomer, LawWorld.Personalisation);
        (await one.Consent.DecideAsync(latecomer, LawWorld.Personalisation)).Status.ShouldBe(ConsentStatus.Granted);
    }

    /// <summary>Whom a node has met it remembers: only as long as nobody else came between.</summary>
    [Test]
    public async Task NodesInTurn_CountWhatTheOthersAppended()
    {
        await using var nodes = await InTurnAsync();
        foreach (var turn in Enumerable.Range(0, 5))
        {
            await nodes[turn % 2].TrackAsync(Ada, "Order Completed");
            foreach (var node in new[] { nodes[0], nodes[1] })
            {
                (await node.Segments.CountAsync("buyers")).ShouldBe(turn < 4 ? 0 : 1, $"{turn + 1} orders, and the segment asks for five");
            }
        }

        (await nodes[0].Segments.ChangesAsync(0)).Count.ShouldBe(1);
    }

    /// <summary>Whoever follows on one node hears of an erasure on another, though nothing else happens.</summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task Loop_HearsOfAnErasureOnAnotherNode(CancellationToken cancellationToken)
    {
        using var backend = new TBackend();
        var clock = new RingingClock(LawWorld.Now);
        await using var one = await LawWorld.OpenAsync(backend.Create(), clock);
        await using var other = await LawWorld.OpenAsync(backend.Create(), clock);
        await one.TrackAsync(Ada, "Order Completed", cancellationToken: cancellationToken);
        await other.Segments.AcknowledgeAsync("mailer", (await other.Segments.ChangesAsync(0, 100, cancellationToken))[^1].Sequence, cancellationToken);
        var feed = other.Segments.ChangesAsync("mailer", cancellationToken).GetAsyncEnumerator(cancellationToken);
        var coming = feed.MoveNextAsync().AsTask();
        await one.Privacy.EraseAsync(Ada, cancellationToken: cancellationToken);
        while (!coming.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // How soon it asks the store again.
            await Task.WhenAny(coming, Task.Delay(20, cancellationToken));
        }

        (await coming).ShouldBeTrue();
        feed.Current.Cause.ShouldBe(SegmentChangeCause.Erasure);
        await feed.DisposeAsync();
    }

    [Test]
    public async Task NodesInTurn_HonourWhatWasRefusedOnAnother()
    {
        await using var nodes = await InTurnAsync();
        await nodes[0].Consent.GrantAsync(Ada, LawWorld.Personalisation);
        (await nodes[0].TrackAsync(Ada, "Article Read")).Status.ShouldBe(EventStatus.Accepted);
        (await nodes[0].TrackAsync(Ada, "Article Read")).Status.ShouldBe(EventStatus.Accepted);
        await nodes[1].Consent.WithdrawAsync(Ada, LawWorld.Personalisation);
        (await nodes[0].TrackAsync(Ada, "Article Read")).Status.ShouldBe(EventStatus.Withheld);
    }

    [Test]
    public async Task NodesInTurn_FollowWhomAnotherJoinedAndParted()
    {
        await using var nodes = await InTurnAsync();
        var browser = Identifier.AnonymousId("browser");
        foreach (var who in new[] { Ada, Ada, browser })
        {
            await nodes[0].TrackAsync(who, "Order Completed");
        }

        await nodes[1].LinkAsync(Ada, browser);
        await nodes[0].TrackAsync(Ada, "Order Completed");
        (await nodes[0].Segments.CountAsync("buyers")).ShouldBe(0);
        await nodes[0].TrackAsync(browser, "Order Completed");
        (await nodes[1].Segments.CountAsync("buyers")).ShouldBe(1, "two browsed alone and three as Ada are five of one person");
        await nodes[1].Profiles.SeparateAsync(Ada, browser);
        await nodes[0].TrackAsync(Ada, "Order Completed");
        (await nodes[0].Segments.CountAsync("buyers")).ShouldBe(0, "four are Ada's, two the browser's");
    }

    [Test]
    public async Task NodesInTurn_ForgetWhomAnotherErased()
    {
        await using var nodes = await InTurnAsync();
        for (var order = 0; order < 4; order++)
        {
            await nodes[0].TrackAsync(Ada, "Order Completed");
        }

        await nodes[1].Privacy.EraseAsync(Ada);
        await nodes[0].TrackAsync(Ada, "Order Completed");
        (await nodes[0].Segments.CountAsync("buyers")).ShouldBe(0);
    }

    /// <summary>A later number may not be seen before an earlier one: whoever reads by a cursor would pass over it.</summary>
    [Test]
    public async Task Changes_ReadByACursorWhileManyWrite_AreAllSeen()
    {
        const int Sessions = 25;
        using var backend = new TBackend();
        await using var storage = backend.Create();
        await storage.OpenAsync(CancellationToken.None);
        var writing = Task.WhenAll(Enumerable.Range(0, Nodes).Select(node => Task.Run(async () =>
        {
            for (var session = 0; session < Sessions; session++)
            {
                await using var writer = await storage.BeginWriteAsync(CancellationToken.None);
                var changes = Enumerable.Range(0, 3)
                    .Select(number => Conformance.Facts.Change((((node * Sessions) + session) * 3) + number, "s", SegmentTransition.Entered, 1));
                await writer.Segments.ApplyAsync(new SegmentUpdate { Changes = [.. changes] }, CancellationToken.None);
                await writer.CommitAsync(CancellationToken.None);
            }
        })));
        var (seen, cursor) = (0, 0L);
        for (var isLast = false; ;)
        {
            await using var reader = await storage.BeginReadAsync(CancellationToken.None);
            var page = await reader.Segments.ReadChangesAsync(cursor, 1_000, CancellationToken.None);
            seen += page.Count;
            cursor = page.Count > 0 ? page[^1].Sequence : cursor;
            if (isLast && page.Count == 0)
            {
                break;
            }

            isLast = writing.IsCompleted;
        }

        await writing;
        seen.ShouldBe(Nodes * Sessions * 3);
    }

    private static async Task<NodesInTurn> InTurnAsync()
    {
        var backend = new TBackend();
        return new NodesInTurn(backend, await OpenAsync(), await OpenAsync());

        ValueTask<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => backend.Create())
            .Purpose(LawWorld.Personalisation, LawfulBasis.Consent)
            .Taxonomy(data => data.Event("Article Read", DataKind.Qualitative, purpose: LawWorld.Personalisation))
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(5)));
    }

    private async Task<List<CustomerDataPlatform>> OpenAsync(TBackend backend)
    {
        var opening = Enumerable.Range(0, Nodes).Select(_ => LawWorld.OpenAsync(backend.Create()).AsTask());
        return [.. await Task.WhenAll(opening)]; // All at once: one of them makes the tables.
    }
}
