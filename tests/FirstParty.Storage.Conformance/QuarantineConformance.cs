using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="Quarantine"/> must do.</summary>
public abstract class QuarantineConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly Attributes Body = new Attributes { ["ålder"] = 42, ["list"] = AttributeValue.ListOf("a", AttributeValue.Null) }.Freeze();

    private static IEnumerable<CustomerEvent> EveryKind() =>
    [
        new TrackEvent { Name = "Tea \"Poured\"", Properties = Body },
        new IdentifyEvent { Traits = Body },
        new PageEvent { Properties = Body },
        new ScreenEvent { Properties = Body },
        new GroupEvent { GroupId = "föreningen", Traits = Body },
        new AliasEvent { PreviousId = Identifier.UserId("förr") },
    ];

    [TestCaseSource(nameof(EveryKind))]
    public async Task Read_GivesEveryFieldBack(CustomerEvent customerEvent)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        var full = customerEvent with
        {
            MessageId = "m-1",
            Source = "web",
            Identifiers = [Facts.Person(1), Identifier.Email("ada@example.com")],
            Timestamp = Facts.Noon.AddTicks(7),
            SentAt = Facts.Noon.AddHours(1).ToOffset(TimeSpan.FromHours(2)),
            Context = Body,
            Strength = AssertionStrength.Authoritative,
            Explicitness = Explicitness.Inferred,
        };
        var bare = customerEvent with { Identifiers = [Facts.Person(1)] };
        await AddAsync(Waiting(1, full) with { People = [Facts.Profile(2), Facts.Profile(1)] }, Waiting(2, bare));

        var read = await WaitingAsync(10);
        read.Select(waiting => (waiting.Id, waiting.ReceivedAt, waiting.Reason))
            .ShouldBe([(Facts.Id(1), Facts.At(1), EventReason.UnknownEvent), (Facts.Id(2), Facts.At(2), EventReason.UnknownEvent)]);
        read[0].People.ShouldBe([Facts.Profile(2), Facts.Profile(1)]);
        read[1].People.ShouldBeEmpty();
        read.Select(waiting => Facts.Text(waiting.Event)).ShouldBe([Facts.Text(full), Facts.Text(bare)]);
    }

    [Test]
    public async Task Read_GivesTheOldestFirst_TiesByIdAndNotByArrival()
    {
        var ids = Enumerable.Range(1, 40).Select(number => Facts.Id(number)).ToList();
        await AddAsync([.. ids.Select(id => Waiting(5, Track()) with { Id = id })]);
        await AddAsync(Waiting(3, Track()) with { Id = Facts.Id(99) });

        (await WaitingAsync(100)).Select(waiting => waiting.Id).ShouldBe([Facts.Id(99), .. ids.Order()]);
        (await WaitingAsync(3)).Select(waiting => waiting.Id).ShouldBe([Facts.Id(99), .. ids.Order().Take(2)]);
    }

    [Test]
    public async Task Add_ChangesNothing_WhenTheIdIsThereAlready()
    {
        await AddAsync(Waiting(1, Track()), Waiting(1, Track()) with { Reason = EventReason.UnknownTrait });
        await AddAsync(Waiting(1, Track()) with { Reason = EventReason.SchemaViolation, ReceivedAt = Facts.At(50) });
        var only = (await WaitingAsync(10)).ShouldHaveSingleItem();
        only.Reason.ShouldBe(EventReason.UnknownEvent);
        only.ReceivedAt.ShouldBe(Facts.At(1));
    }

    [Test]
    public async Task Remove_TakesThemOut_AndPassesOverThoseThatAreNotThere()
    {
        await AddAsync(Waiting(1, Track()), Waiting(2, Track()));
        await WriteAsync(async session => await session.Quarantine.RemoveAsync([Facts.Id(1), Facts.Id(7), Facts.Id(1, "elsewhere")], Token));
        (await WaitingAsync(10)).ShouldHaveSingleItem().Id.ShouldBe(Facts.Id(2));
    }

    [Test]
    public async Task Add_LeavesNothing_WhenUndone()
    {
        await UndoAsync(async session => await session.Quarantine.AddAsync([Waiting(1, Track())], Token));
        (await WaitingAsync(10)).ShouldBeEmpty();
    }

    [Test]
    public async Task Erase_RemovesEveryEventThatNamesAnyOfThePeople_HoweverManyWait()
    {
        await AddAsync([.. Enumerable.Range(0, 300).Select(number => Waiting(number, Track()) with { People = [Facts.Profile(number % 3), Facts.Profile(7)] })]);
        await AddAsync(Waiting(999, Track()) with { People = [Facts.Profile(3)] });
        (await CountAsync()).ShouldBe(301);

        (await EraseAsync(Facts.Profile(1), Facts.Profile(8))).ShouldBe(100);
        (await WaitingAsync(1_000)).ShouldAllBe(waiting => !waiting.People.Contains(Facts.Profile(1)));
        (await EraseAsync(Facts.Profile(1))).ShouldBe(0);
        (await EraseAsync(Facts.Profile(7), Facts.Profile(0))).ShouldBe(200);
        (await CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Add_CountsAnEventForItsPeopleOnce_WhenItComesAgainAfterItsRemoval()
    {
        var waiting = Waiting(1, Track()) with { People = [Facts.Profile(1)] };
        await AddAsync(waiting);
        await AddAsync(waiting with { People = [Facts.Profile(2)] });
        (await EraseAsync(Facts.Profile(2))).ShouldBe(0, "the first one stands");
        await WriteAsync(async session => await session.Quarantine.RemoveAsync([Facts.Id(1)], Token));
        (await EraseAsync(Facts.Profile(1))).ShouldBe(0);
        await AddAsync(waiting);
        (await EraseAsync(Facts.Profile(1))).ShouldBe(1);
        (await CountAsync()).ShouldBe(0);
    }

    private Task<int> CountAsync() => ReadAsync(async session => await session.Quarantine.CountAsync(Token));

    private async Task<int> EraseAsync(params ProfileId[] people)
    {
        var removed = 0;
        await WriteAsync(async session => removed = (await session.Quarantine.EraseAsync(people, Token)).Distinct().Count());
        return removed;
    }

    private static TrackEvent Track() => new() { Name = "Unknown", Identifiers = [Facts.Person(1)] };

    private static QuarantinedEvent Waiting(int number, CustomerEvent customerEvent) =>
        new(Facts.Id(number), customerEvent, Facts.At(number), EventReason.UnknownEvent);

    private Task AddAsync(params QuarantinedEvent[] events) =>
        WriteAsync(async session => await session.Quarantine.AddAsync(events, Token));

    private Task<IReadOnlyList<QuarantinedEvent>> WaitingAsync(int count) =>
        ReadAsync(async session => await session.Quarantine.ReadAsync(count, Token));
}
