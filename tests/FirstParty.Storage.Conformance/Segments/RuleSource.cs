using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Segments;

/// <summary>
/// Random rules, people and instants on a coarse lattice (half days, few names, few values), so that boundaries, ties, missing values and values
/// of other kinds meet often.
/// </summary>
public sealed class RuleSource(Guid seed)
{
    public static readonly string[] Events = ["Viewed", "Added", "Ordered", "Opened"];
    public static readonly string[] Traits = ["country", "age", "tags", "joined", "app.version", "place", "vip"];
    private static readonly string[] Properties = ["total", "sku", "when", "list"];
    private static readonly string[] Zones = ["UTC", "Europe/Stockholm", "America/Sao_Paulo", "profile"];

    private readonly Random _random = new(seed.GetHashCode());

    public SegmentRule Rule(int depth = 3) => depth == 0 ? Leaf() : _random.Next(8) switch
    {
        0 => new AllRule(Rules(0, depth)),
        1 => new AllRule(Rules(2, depth)),
        2 => new AnyRule(Rules(1, depth)),
        3 => new NotRule(Rule(depth - 1)),
        4 => _random.Next(2) == 0
            ? new AtLeastRule(1 + _random.Next(2), Rules(2, depth))
            : new ScoreRule(Rules(1, depth).Select(rule => new ScorePart(rule, _random.Next(-2, 4) * 0.5m)).ToValueList(), Number()),
        _ => Leaf(),
    };

    public SegmentRule Leaf() => _random.Next(10) switch
    {
        0 or 1 or 2 => new TraitRule(Pick(Traits), Test(), _random.Next(4) == 0 ? Provenance() : null),
        3 or 4 or 5 or 6 => new EventRule(Names(), Window(), Filter(), Measures()),
        7 => Sequence(),
        8 => new ConsentRule(Pick(["marketing", "analytics"]), (ConsentStanding)_random.Next(4)),
        _ when _random.Next(3) == 0 => new RelativeRule(Figure(), (ComparisonOperator)_random.Next(6), Figure(), 0.5m * (1 + _random.Next(3))),
        _ => _random.Next(2) == 0 ? new BucketRule(Pick(["a", "b"]), _random.Next(101)) : Rfm(),
    };

    public SegmentDefinition Definition() => new() { Id = "generated", TimeZone = Maybe(() => Pick(Zones)), When = Rule() };

    /// <summary>A few segments that refer to one another, some with a purpose, with a scale for each rfm leaf.</summary>
    public SegmentSet Set()
    {
        var definitions = new List<SegmentDefinition>();
        for (var i = 0; i < 5; i++)
        {
            var rule = Rule();
            rule = i > 0 && _random.Next(2) == 0 ? rule & new InSegmentRule($"s{_random.Next(i)}", i == 4 ? Maybe<TimeSpan?>(() => Length()) : null) : rule;
            definitions.Add(new SegmentDefinition
            {
                Id = $"s{i}", TimeZone = Zone(), Purpose = _random.Next(4) == 0 ? "marketing" : null, When = rule,
            });
        }

        var set = SegmentSet.Create(definitions);
        var population = Enumerable.Range(1, 10).Select(i => (TimeSpan.FromDays(i), i, (decimal)i)).ToList();
        return definitions.SelectMany(definition => RuleTree.Leaves(definition.When)).OfType<RfmRule>()
            .Aggregate(set, (current, rfm) => _random.Next(4) == 0 ? current : current.WithScale(rfm, RfmScale.Of(population)));
    }

    /// <summary>A number from 0 to under this.</summary>
    public int Next(int under) => _random.Next(under);

    public string? Zone() => Maybe(() => Pick(Zones));

    public DateTimeOffset Instant() => Person.Now + TimeSpan.FromHours(12 * (_random.Next(60) - 40)) + TimeSpan.FromTicks(_random.Next(3) - 1);

    public Person Someone()
    {
        var person = new Person();
        for (var i = _random.Next(30); i > 0; i--)
        {
            person.DidAt(Pick(Events), Instant(), Bag());
        }

        foreach (var trait in Traits.Where(_ => _random.Next(3) > 0))
        {
            person.Has(trait, trait == "app.version" ? "2.1.0" : Value(), Person.Now - Instant(), (Party)_random.Next(4), (Explicitness)_random.Next(3));
        }

        if (_random.Next(2) == 0)
        {
            person.Has("timezone", Pick(["Asia/Tokyo", "Nowhere/At_All", "Europe/Stockholm"]), TimeSpan.FromDays(_random.Next(9) - 3));
            person.Has("app", (AttributeValue)new Attributes { ["version"] = Value() });
        }

        return _random.Next(2) == 0 ? person.Permits("marketing") : person.Stands("marketing", (ConsentStatus)_random.Next(10));
    }

    /// <summary>Properties of an event.</summary>
    public Attributes Bag()
    {
        var bag = new Attributes();
        foreach (var property in Properties.Where(_ => _random.Next(4) > 0))
        {
            bag[property] = property == "total" && _random.Next(4) > 0 ? _random.Next(-2, 6) * 0.5m : Value();
        }

        return bag;
    }

    private ValueTest Test()
    {
        var conditions = Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => Condition()).DistinctBy(condition => condition.Name).ToValueList();
        return new ValueTest(conditions, _random.Next(4) == 0, _random.Next(5) == 0 ? (MissingValue)_random.Next(3) : MissingValue.ByOperator);
    }

    private ValueCondition Condition() => _random.Next(17) switch
    {
        0 or 1 or 2 => new ValueCondition.Compare((ComparisonOperator)_random.Next(2), Scalar()),
        3 or 4 or 5 => new ValueCondition.Compare((ComparisonOperator)(2 + _random.Next(4)), _random.Next(2) == 0 ? _random.Next(4) : Text()),
        6 => new ValueCondition.OneOf([Scalar(), Scalar()], _random.Next(2) == 0),
        7 => new ValueCondition.Items(ItemsOperator.Has, [Scalar()]),
        8 => new ValueCondition.Items((ItemsOperator)(1 + _random.Next(3)), [Scalar(), Scalar()]),
        9 => new ValueCondition.Size(Number()),
        10 => new ValueCondition.Exists(_random.Next(2) == 0),
        11 => new ValueCondition.IsEmpty(_random.Next(2) == 0),
        12 => new ValueCondition.OfShape((ValueShape)_random.Next(5)),
        13 => new ValueCondition.At(Time()),
        14 => new ValueCondition.Anniversary(TimeSpan.FromDays(1 + _random.Next(40))),
        15 => new TextCondition((TextOperator)_random.Next(6), Pick(["SE", "s", "%e", "_E"])),
        _ => Special(),
    };

    private ValueCondition Special() => _random.Next(5) switch
    {
        4 => new TraitOperandCondition((ComparisonOperator)_random.Next(6), Pick(Traits)),
        0 => new SemverCondition(Pick([">=2.1.0 <3.0.0", "^2", "~2.1 || 1.x"])),
        1 => new NearCondition(new GeoPoint(59.33, 18.07), 1 + _random.Next(1_000)),
        2 => new PolygonCondition([new GeoPoint(50, 10), new GeoPoint(65, 10), new GeoPoint(65, 25), new GeoPoint(50, 25)]),
        _ => new NetworkCondition(["10.0.0.0/8"]),
    };

    /// <summary>A value of any kind, null included.</summary>
    public AttributeValue Value() => _random.Next(8) switch
    {
        0 => AttributeValue.Null,
        1 => Instants.Format(Instant()),
        2 => AttributeValue.ListOf(Scalar(), Scalar()),
        3 => (AttributeValue)new Attributes { ["lat"] = 59 + _random.Next(3), ["lon"] = 18 },
        4 => Pick(["10.1.2.3", "2.1.5", ""]),
        _ => Scalar(),
    };

    private AttributeValue Scalar() => _random.Next(4) switch
    {
        0 => _random.Next(4),
        1 => _random.Next(2) == 0,
        _ => Text(),
    };

    private string Text() => Pick(["SE", "se", "NO", "2", "true", "\U0001F375", "\uFFFD"]);

    private NumberTest Number() => _random.Next(6) switch
    {
        0 => new NumberTest { EqualTo = _random.Next(3) },
        1 => new NumberTest { NotEqualTo = _random.Next(3) },
        2 => new NumberTest { MoreThan = _random.Next(3) },
        3 => new NumberTest { LessThan = _random.Next(4) },
        4 => new NumberTest { AtLeast = _random.Next(3), AtMost = _random.Next(2, 5) },
        _ => new NumberTest { AtMost = _random.Next(3) * 0.5m },
    };

    private InstantTest Time() => _random.Next(4) switch
    {
        0 => new InstantTest { WithinLast = Length() },
        1 => new InstantTest { NotWithinLast = Length() },
        2 => new InstantTest { Before = Instant() },
        _ => new InstantTest { After = Instant(), WithinLast = Maybe<TimeSpan?>(() => Length()) },
    };

    private ProvenanceTest Provenance() => new()
    {
        Parties = Maybe(() => ValueLists.Create((Party)_random.Next(4), Party.Zero)),
        Explicitness = Maybe(() => ValueLists.Create((Explicitness)_random.Next(3))),
        MaxAge = Maybe<TimeSpan?>(() => Length()),
        HasBeen = _random.Next(3) == 0 ? Length() : null,
    };

    private EventFigure Figure()
    {
        var number = (EventNumber)_random.Next(7);
        return new EventFigure(Names(), number, number is EventNumber.Count or EventNumber.DistinctDays ? null : "total", Window(), Filter());
    }

    private ValueList<string> Names() => _random.Next(4) == 0 ? [Pick(Events), Pick(Events)] : [Pick(Events)];

    private EventWindow? Window() => _random.Next(8) switch
    {
        7 => new EventWindow.Session(Length()),
        0 => new EventWindow.Last(Length()),
        1 => new EventWindow.Last(Length()),
        2 => new EventWindow.Between(TimeSpan.FromDays(1), TimeSpan.FromDays(2 + _random.Next(5))),
        3 => new EventWindow.First(Length(), Anchor()),
        4 => new EventWindow.Fixed(Person.Now - Length(), Maybe<DateTimeOffset?>(() => Person.Now + Length())),
        5 => new EventWindow.Calendar((CalendarPeriod)_random.Next(5), -_random.Next(2), Maybe(() => Pick(Zones))),
        _ => null,
    };

    private WindowAnchor Anchor() => _random.Next(6) switch
    {
        0 => new WindowAnchor.FirstSeen(),
        1 => new WindowAnchor.FirstEvent(),
        2 => new WindowAnchor.LastEvent(),
        3 => new WindowAnchor.Trait("joined"),
        4 => new WindowAnchor.FirstOf(Pick(Events)),
        _ => new WindowAnchor.LastOf(Pick(Events)),
    };

    private SegmentRule? Filter() => _random.Next(3) > 0 ? null : _random.Next(4) switch
    {
        0 => new NotRule(new PropertyRule(Pick(Properties), Test())),
        1 => new AnyRule([new PropertyRule(Pick(Properties), Test()), new PropertyRule(Pick(Properties), Test())]),
        _ => new PropertyRule(Pick(Properties), Test()),
    };

    private ValueList<EventMeasure> Measures() =>
        Enumerable.Range(0, _random.Next(3)).Select(_ => Measure()).DistinctBy(measure => measure.Name).ToValueList();

    private EventMeasure Measure() => _random.Next(13) switch
    {
        10 => new EventMeasure.Regularly(Length(), 2 + _random.Next(4), Number()),
        11 => new EventMeasure.Sessions(Length(), Number()),
        12 => new EventMeasure.Values(_random.Next(2) == 0, Pick(Properties), Test()),
        0 or 1 => new EventMeasure.Number(EventNumber.Count, null, Number()),
        2 => new EventMeasure.Number(EventNumber.DistinctDays, null, Number()),
        3 or 4 => new EventMeasure.Number(EventNumber.Sum, "total", Number()),
        5 => new EventMeasure.Number((EventNumber)(3 + _random.Next(3)), "total", Number()),
        6 => new EventMeasure.Number(EventNumber.Distinct, Pick(Properties), Number()),
        7 => new EventMeasure.Property(_random.Next(2) == 0, Pick(Properties), Test()),
        _ => new EventMeasure.Time(_random.Next(2) == 0, Time()),
    };

    private SequenceRule Sequence() => new([Step(), Step(), .. Enumerable.Range(0, _random.Next(2)).Select(_ => Step())])
    {
        Without = _random.Next(2) == 0 ? [] : [Step()],
        MaxSpan = Maybe<TimeSpan?>(() => Length()),
        Within = Window(),
        Count = Maybe(Number),
        SameProperty = _random.Next(3) == 0 ? "sku" : null,
    };

    private SequenceStep Step() => new(
        Pick(Events), _random.Next(4) == 0 ? Filter() : null, _random.Next(4) == 0 ? TimeSpan.FromHours(12) : null, Maybe<TimeSpan?>(() => Length()));

    private RfmRule Rfm() => new(Pick(Events), "total", Window(), Number(), Maybe(Number), Maybe(Number));

    private TimeSpan Length() => TimeSpan.FromHours(12 * (1 + _random.Next(12)));

    private ValueList<SegmentRule> Rules(int least, int depth) =>
        Enumerable.Range(0, least + _random.Next(3)).Select(_ => Rule(depth - 1)).ToValueList();

    /// <summary>One of these.</summary>
    public T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private T? Maybe<T>(Func<T> make) => _random.Next(2) == 0 ? default : make();
}
