using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance;

/// <summary>What an <see cref="EventLog"/> must do.</summary>
public abstract class EventLogConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Append_TellsNewFromDuplicateFromConflict()
    {
        var first = Facts.Event(1);
        (await AppendAsync(first)).ShouldBe([AppendResult.Appended]);
        (await AppendAsync(first, Facts.Event(2), first with { Fingerprint = 99 }))
            .ShouldBe([AppendResult.Duplicate, AppendResult.Appended, AppendResult.Conflict]);
        (await CountAsync()).ShouldBe(2);
    }

    [Test]
    public async Task Append_KeepsTheFirst_WhenOneCallHoldsAnIdTwice()
    {
        var first = Facts.Event(1);
        (await AppendAsync(Facts.Event(5), first, first, first with { Fingerprint = 99 }))
            .ShouldBe([AppendResult.Appended, AppendResult.Appended, AppendResult.Duplicate, AppendResult.Conflict]);
        (await TextsAsync(first.Anchor)).ShouldBe([Facts.Text(first)]);
    }

    /// <summary>A back end may find out at the commit that a fact was there: then nothing is kept, and who tries again is told.</summary>
    [Test]
    public async Task AppendNew_TakesWhatIsNew_AndNeverAFactTwice()
    {
        (await AppendNewAsync(Facts.Event(1), Facts.Event(2), Facts.Event(1))).ShouldBe([AppendResult.Appended, AppendResult.Appended, AppendResult.Duplicate]);
        LoggedEvent[] again = [Facts.Event(3), Facts.Event(1), Facts.Event(2) with { Fingerprint = 99 }];
        IReadOnlyList<AppendResult> told;
        try
        {
            told = await AppendNewAsync(again);
        }
        catch (StorageException fault) when (fault.Error == StorageError.Conflict)
        {
            (await CountAsync()).ShouldBe(2, "nothing is kept");
            told = await AppendNewAsync(again);
        }

        told.ShouldBe([AppendResult.Appended, AppendResult.Duplicate, AppendResult.Conflict]);
        (await CountAsync()).ShouldBe(3);
    }

    /// <summary>What is taken for new is seen by the same session like anything else.</summary>
    [Test]
    public async Task AppendNew_IsSeenByItsSession()
    {
        await WriteAsync(async session =>
        {
            await session.Events.AppendNewAsync([Facts.Event(1)], Token);
            (await session.Events.FindAsync([Facts.Id(1)], Token)).Count.ShouldBe(1);
            (await session.Events.AppendAsync([Facts.Event(1), Facts.Event(2)], Token)).ShouldBe([AppendResult.Duplicate, AppendResult.Appended]);
        });
        (await CountAsync()).ShouldBe(2);
    }

    [Test]
    public async Task Append_CountsAnIdOncePerSource()
    {
        var other = Facts.Event(1) with { Id = Facts.Id(1, "shop-till") };
        (await AppendAsync(Facts.Event(1), other)).ShouldBe([AppendResult.Appended, AppendResult.Appended]);
        (await AppendAsync(other)).ShouldBe([AppendResult.Duplicate]);
    }

    [Test]
    public async Task Append_DoesNothing_WhenThereIsNothing() => (await AppendAsync()).ShouldBeEmpty();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Find_GivesEachEventOnce_WhenTwoSourcesUseOneMessageId(bool isHeld)
    {
        var (web, till) = (Facts.Event(1), Facts.Event(1) with { Id = Facts.Id(1, "shop-till") });
        await WriteAsync(async session =>
        {
            if (isHeld)
            {
                await session.Identity.LockAsync([web.Anchor], Token);
            }

            await session.Events.AppendAsync([web, till], Token);
        });
        (await ReadAsync(async session => (await session.Events.FindAsync([web.Id, till.Id], Token)).Select(logged => logged.Id).ToList()))
            .ShouldBe([web.Id, till.Id], ignoreOrder: true);
    }

    /// <summary>Two sources may use one message id: what is known of one says nothing of the other.</summary>
    [Test]
    public async Task ReadNew_GivesWhatIsNotKnown_OfEverySource()
    {
        var (web, till) = (Facts.Event(1, Facts.Person(1)), Facts.FullEvent(1) with { Id = Facts.Id(1, "shop-till"), Anchor = Facts.Person(1) });
        LoggedEvent[] others = [Facts.Event(2, Facts.Person(1)), Facts.Event(3, Facts.Person(2)), Facts.Event(4, Facts.Person(3))];
        await AppendAsync([web, till, .. others]);
        (await NewAsync(web.Id)).ShouldBe([Facts.Text(till), Facts.Text(others[0]), Facts.Text(others[1])], ignoreOrder: true);
        (await NewAsync(till.Id, others[0].Id, others[1].Id)).ShouldBe([Facts.Text(web)]);
        (await NewAsync(web.Id, till.Id, others[0].Id, others[1].Id)).ShouldBeEmpty();
        (await NewAsync()).Count.ShouldBe(4);

        Task<List<string>> NewAsync(params FactId[] known) => ReadAsync(async session =>
            Texts(await session.Events.ReadNewAsync(
                new Dictionary<Identifier, long> { [Facts.Person(1)] = 0, [Facts.Person(2)] = 0 }, () => known.ToHashSet(), Token)).ToList());
    }

    /// <summary>Somebody who was met in one turn is known up to then; what later turns appended is new, and so is what was appended while they were not held.</summary>
    [Test]
    public async Task ReadNew_GivesWhatLaterTurnsAppended()
    {
        var (mine, unheld, theirs) = (Facts.Event(1, Facts.Person(1)), Facts.Event(2, Facts.Person(1)), Facts.Event(3, Facts.Person(1)));
        var turn = await HeldAsync(mine);
        await AppendAsync(unheld);
        (await NewAsync(mine.Id)).ShouldBe([Facts.Text(unheld)]);
        (await HeldAsync(theirs)).ShouldBeGreaterThanOrEqualTo(turn);
        (await NewAsync(mine.Id)).ShouldBe([Facts.Text(unheld), Facts.Text(theirs)], ignoreOrder: true);
        (await NewAsync(mine.Id, unheld.Id)).ShouldBe([Facts.Text(theirs)]);

        async Task<long> HeldAsync(LoggedEvent logged)
        {
            ComponentHold? hold = null;
            await WriteAsync(async session =>
            {
                await session.Identity.LockAsync([logged.Anchor], Token);
                await session.Events.AppendAsync([logged], Token);
                hold = session.Identity.HoldOf(ProfileId.Of(logged.Anchor));
            });
            return hold?.Turn ?? 0;
        }

        Task<List<string>> NewAsync(params FactId[] known) => ReadAsync(async session =>
            Texts(await session.Events.ReadNewAsync(new Dictionary<Identifier, long> { [Facts.Person(1)] = turn }, () => known.ToHashSet(), Token)).ToList());
    }

    [Test]
    public async Task Read_GivesEveryFieldBack()
    {
        var full = Facts.FullEvent(1);
        await AppendAsync(full);
        (await TextsAsync(full.Anchor)).ShouldBe([Facts.Text(full)]);
    }

    [Test]
    public async Task Read_GivesAllEventsOfEachAnchorOnce()
    {
        var (ada, bo) = (Facts.Person(1), Facts.Person(2));
        var events = Enumerable.Range(1, 700).Select(number => Facts.Event(number, number % 3 == 0 ? bo : ada)).ToArray();
        foreach (var batch in events.Chunk(130))
        {
            await AppendAsync(batch);
        }

        (await TextsAsync(ada)).ShouldBe(Texts(events.Where(e => e.Anchor == ada)), ignoreOrder: true);
        (await TextsAsync(ada, bo, ada)).ShouldBe(Texts(events), ignoreOrder: true);
        (await TextsAsync(Facts.Person(3))).ShouldBeEmpty();
    }

    [TestCase("userId", "person-1")]
    [TestCase("email", "PERSON-1")]
    [TestCase("Email", "person-1")]
    public async Task Read_ComparesAnchorsOrdinally(string @namespace, string value)
    {
        await AppendAsync(Facts.Event(1, Identifier.Email("person-1")));
        (await TextsAsync(new Identifier(@namespace, value))).ShouldBeEmpty();
    }

    [Test]
    public async Task ReadAll_GivesTheWholeLogOnce()
    {
        var events = Enumerable.Range(1, 600).Select(number => Facts.Event(number, Facts.Person(number % 7))).Append(Facts.FullEvent(1)).ToArray();
        await AppendAsync(events);
        (await AllAsync()).ShouldBe(Texts(events), ignoreOrder: true);
    }

    [Test]
    public async Task Append_IsSeenByItsOwnSessionAtOnce() => await UndoAsync(async session =>
    {
        await session.Events.AppendAsync([Facts.Event(1), Facts.Event(2)], Token);
        (await session.Events.ReadAsync([Facts.Person(1)], Token)).Count.ShouldBe(1);
        (await session.Events.CountAsync(Token)).ShouldBe(2);
        (await session.Events.AppendAsync([Facts.Event(1)], Token)).ShouldBe([AppendResult.Duplicate]);
        (await Facts.ToListAsync(session.Events.ReadAllAsync(Token))).Count.ShouldBe(2);
    });

    [Test]
    public async Task Append_LeavesNothing_WhenUndone()
    {
        await UndoAsync(async session => await session.Events.AppendAsync([Facts.Event(1), Facts.FullEvent(2)], Token));
        (await CountAsync()).ShouldBe(0);
        (await AllAsync()).ShouldBeEmpty();
        (await AppendAsync(Facts.Event(1), Facts.FullEvent(2))).ShouldBe([AppendResult.Appended, AppendResult.Appended]);
        (await AllAsync()).ShouldBe(Texts([Facts.Event(1), Facts.FullEvent(2)]), ignoreOrder: true);
    }

    [Test]
    public async Task Reanchor_MovesEvents_AndPassesOverThoseThatAreNotThere()
    {
        var moved = Facts.FullEvent(1);
        await AppendAsync(moved, Facts.Event(2), Facts.Event(3, Facts.Person(2)));
        await WriteAsync(async session => await session.Events.ReanchorAsync(
            new Dictionary<FactId, Identifier> { [moved.Id] = Facts.Person(2), [Facts.Id(99)] = Facts.Person(2) }, Token));

        (await TextsAsync(moved.Anchor)).ShouldBeEmpty();
        (await TextsAsync(Facts.Person(2))).ShouldBe(
            Texts([Facts.Event(2), Facts.Event(3, Facts.Person(2)), moved with { Anchor = Facts.Person(2) }]), ignoreOrder: true);
        (await CountAsync()).ShouldBe(3);
    }

    [Test]
    public async Task Erase_RemovesEvents_TheirIdsIncluded()
    {
        await AppendAsync(Facts.Event(1), Facts.Event(2, Facts.Person(1)), Facts.Event(3));
        await WriteAsync(async session => await session.Events.EraseAsync([Facts.Id(1), Facts.Id(3), Facts.Id(99)], Token));

        (await AllAsync()).ShouldBe(Texts([Facts.Event(2, Facts.Person(1))]));
        (await TextsAsync(Facts.Person(1))).ShouldBe(Texts([Facts.Event(2, Facts.Person(1))]));
        (await CountAsync()).ShouldBe(1);
        (await AppendAsync(Facts.Event(1))).ShouldBe([AppendResult.Appended]);
    }

    [Test]
    public async Task Erase_IsUndone_WhenTheSessionIsNotCommitted()
    {
        await AppendAsync(Facts.Event(1), Facts.Event(2));
        await UndoAsync(async session => await session.Events.EraseAsync([Facts.Id(1)], Token));
        (await TextsAsync(Facts.Person(1))).ShouldBe(Texts([Facts.Event(1)]));
        (await AppendAsync(Facts.Event(1))).ShouldBe([AppendResult.Duplicate]);
    }

    /// <summary>Random appends, re-anchorings, erasures and undone sessions leave what a plain dictionary says.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task EverySequenceOfCalls_EndsAsAPlainDictionaryDoes(int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<FactId, LoggedEvent>();
        for (var round = 0; round < 60; round++)
        {
            var draft = new Dictionary<FactId, LoggedEvent>(model);
            await using var session = await Storage.BeginWriteAsync(Token);
            for (var step = random.Next(1, 4); step > 0; step--)
            {
                await StepAsync(session.Events, draft, random);
            }

            if (random.Next(4) > 0)
            {
                await session.CommitAsync(Token);
                model = draft;
            }
        }

        (await AllAsync()).ShouldBe(Texts(model.Values), ignoreOrder: true);
        (await CountAsync()).ShouldBe(model.Count);
        foreach (var anchor in Enumerable.Range(0, 6).Select(Facts.Person))
        {
            (await TextsAsync(anchor)).ShouldBe(Texts(model.Values.Where(e => e.Anchor == anchor)), ignoreOrder: true);
            (await CountAnchoredAsync(1_000, anchor)).ShouldBe([model.Values.Count(e => e.Anchor == anchor)]);
        }
    }

    [Test]
    public async Task CountAnchored_CountsEachAnchor_AndNoFurtherThanAsked()
    {
        await AppendAsync([.. Enumerable.Range(0, 60).Select(number => Facts.Event(number, Facts.Person(number % 10 == 0 ? 1 : 2)))]);
        await UndoAsync(async session => await session.Events.AppendAsync([Facts.Event(70, Facts.Person(1))], Token));
        (await CountAnchoredAsync(100, Facts.Person(1), Facts.Person(2), Facts.Person(3), Facts.Person(1))).ShouldBe([6, 54, 0, 6]);
        (await CountAnchoredAsync(20, Facts.Person(1), Facts.Person(2))).ShouldBe([6, 20]);
        (await CountAnchoredAsync(20)).ShouldBeEmpty();
    }

    private static async Task StepAsync(EventLog log, Dictionary<FactId, LoggedEvent> model, Random random)
    {
        var some = model.Keys.Order().Where(_ => random.Next(3) == 0).ToList();
        switch (random.Next(5))
        {
            case 0:
                await log.EraseAsync(some, Token);
                some.ForEach(id => model.Remove(id));
                break;
            case 1:
                var targets = some.ToDictionary(id => id, _ => Facts.Person(random.Next(6)));
                await log.ReanchorAsync(targets, Token);
                some.ForEach(id => model[id] = model[id] with { Anchor = targets[id] });
                break;
            default:
                var events = Enumerable.Range(0, random.Next(12)).Select(_ => Facts.Event(random.Next(150), Facts.Person(random.Next(6)))).ToList();
                var results = await log.AppendAsync(events, Token);
                results.ShouldBe(events.Select(e => model.TryAdd(e.Id, e) ? AppendResult.Appended : AppendResult.Duplicate).ToList());
                break;
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<LoggedEvent> events) => events.Select(Facts.Text);

    private async Task<IReadOnlyList<AppendResult>> AppendAsync(params LoggedEvent[] events)
    {
        IReadOnlyList<AppendResult> results = [];
        await WriteAsync(async session => results = await session.Events.AppendAsync(events, Token));
        return results;
    }

    private async Task<IReadOnlyList<AppendResult>> AppendNewAsync(params LoggedEvent[] events)
    {
        IReadOnlyList<AppendResult> results = [];
        await WriteAsync(async session => results = await session.Events.AppendNewAsync(events, Token));
        return results;
    }

    private Task<List<string>> TextsAsync(params Identifier[] anchors) =>
        ReadAsync(async session => Texts(await session.Events.ReadAsync(anchors, Token)).ToList());

    private Task<List<string>> AllAsync() =>
        ReadAsync(async session => Texts(await Facts.ToListAsync(session.Events.ReadAllAsync(Token))).ToList());

    private Task<List<int>> CountAnchoredAsync(int most, params Identifier[] anchors) => ReadAsync(async session =>
    {
        var counts = await session.Events.CountAnchoredAsync(anchors, most, Token);
        return anchors.Select(anchor => counts.GetValueOrDefault(anchor)).ToList();
    });

    private Task<long> CountAsync() => ReadAsync(async session => await session.Events.CountAsync(Token));
}
