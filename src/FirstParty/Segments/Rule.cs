using FirstParty.Segments.Building;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>Builds rules as sentences; the same tree that <see cref="SegmentJson"/> reads. Wrong operands are refused at the call.</summary>
/// <example><code>
/// Rule.All(
///     Rule.HasTrait("favouriteTea"),
///     Rule.Count("Order Completed").Over(TimeSpan.FromDays(30)).AtLeast(3))
/// </code></example>
public static class Rule
{
    /// <summary>All of the rules; everybody, when there are none.</summary>
    public static SegmentRule All(params ReadOnlySpan<SegmentRule> rules) => new AllRule(ValueLists.Create(rules));

    /// <summary>At least one of the rules.</summary>
    public static SegmentRule Any(params ReadOnlySpan<SegmentRule> rules) => new AnyRule(ValueLists.Create(rules));

    /// <summary>At least so many of the rules.</summary>
    public static SegmentRule AtLeast(int count, params ReadOnlySpan<SegmentRule> rules) => new AtLeastRule(count, ValueLists.Create(rules));

    /// <summary>The complement of a rule.</summary>
    public static SegmentRule Not(SegmentRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new NotRule(rule);
    }

    /// <summary>A trait; a dotted name reaches into an object.</summary>
    public static TraitClause Trait(string name)
    {
        RuleLimits.CheckName(name, nameof(name));
        return new((test, provenance) => new TraitRule(name, test, provenance), new ProvenanceTest());
    }

    /// <summary>A trait is there and not null.</summary>
    public static SegmentRule HasTrait(string name) => Trait(name).Exists();

    /// <summary>A property of an event, for the filter of an event clause.</summary>
    public static ValueClause Property(string name)
    {
        RuleLimits.CheckName(name, nameof(name));
        return new(test => new PropertyRule(name, test));
    }

    /// <summary>Events of any of the names.</summary>
    public static OccurrenceClause Event(params ReadOnlySpan<string> names) => new(ValueLists.Create(names));

    /// <summary>How many events of any of the names there are; 0 when none.</summary>
    public static NumberClause Count(params ReadOnlySpan<string> names) => new(EventNumber.Count, null, ValueLists.Create(names));

    /// <summary>On how many different days there is an event, in the segment's zone.</summary>
    public static NumberClause DistinctDays(params ReadOnlySpan<string> names) => new(EventNumber.DistinctDays, null, ValueLists.Create(names));

    /// <summary>The sum of a numeric property; 0 when there is none.</summary>
    public static NumberClause Sum(string name, string property) => new(EventNumber.Sum, property, [name]);

    /// <summary>The mean of a numeric property; false, whatever is asked, when there is none.</summary>
    public static NumberClause Average(string name, string property) => new(EventNumber.Avg, property, [name]);

    /// <summary>The least of a numeric property; false, whatever is asked, when there is none.</summary>
    public static NumberClause Min(string name, string property) => new(EventNumber.Min, property, [name]);

    /// <summary>The greatest of a numeric property; false, whatever is asked, when there is none.</summary>
    public static NumberClause Max(string name, string property) => new(EventNumber.Max, property, [name]);

    /// <summary>How many different values a property takes; 0 when there is none.</summary>
    public static NumberClause Distinct(string name, string property) => new(EventNumber.Distinct, property, [name]);

    /// <summary>The first event of any of the names.</summary>
    public static MomentClause First(params ReadOnlySpan<string> names) => new(isFirst: true, ValueLists.Create(names));

    /// <summary>The last event of any of the names.</summary>
    public static MomentClause Last(params ReadOnlySpan<string> names) => new(isFirst: false, ValueLists.Create(names));

    /// <summary>Events in order, beginning with this one.</summary>
    public static SequenceClause Sequence(string name, SegmentRule? where = null) => new(new SequenceStep(name, where));

    /// <summary>Membership of another segment; when a duration is given, entered within the last so long.</summary>
    public static SegmentRule InSegment(string segment, TimeSpan? enteredWithin = null) => new InSegmentRule(segment, enteredWithin);

    /// <summary>Where the person stands on a purpose; by default that it is permitted.</summary>
    public static SegmentRule Consent(string purpose, ConsentStanding standing = ConsentStanding.Granted) => new ConsentRule(purpose, standing);

    /// <summary>Recency, frequency and monetary value against the population, each scored 1 to 5.</summary>
    public static SegmentRule Rfm(
        string name, string property, EventWindow? within = null, NumberTest? recency = null, NumberTest? frequency = null, NumberTest? monetary = null) =>
        new RfmRule(name, property, within, recency, frequency, monetary);

    /// <summary>A weighted sum of rules, compared.</summary>
    public static SegmentRule Score(NumberTest test, params ReadOnlySpan<(SegmentRule When, decimal Points)> parts)
    {
        var list = new ScorePart[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            list[i] = new ScorePart(parts[i].When, parts[i].Points);
        }

        return new ScoreRule(list.ToValueList(), test);
    }

    /// <summary>Has stopped: did it in the time before, and not within the last <paramref name="quiet"/>.</summary>
    /// <param name="name">The event.</param>
    /// <param name="quiet">How long nothing has happened.</param>
    /// <param name="before">How far back it must have happened before that, counted from now; longer than <paramref name="quiet"/>.</param>
    public static SegmentRule Stopped(string name, TimeSpan quiet, TimeSpan before) =>
        Event(name).Between(before, quiet).AtLeastOnce() & Event(name).Over(quiet).Never();

    /// <summary>Has restarted: did it within the last <paramref name="recent"/>, not between that and <paramref name="quiet"/> ago, and before that.</summary>
    public static SegmentRule Restarted(string name, TimeSpan recent, TimeSpan quiet)
    {
        var steps = new[]
        {
            Event(name).Over(recent).AtLeastOnce(), Event(name).Between(quiet, recent).Never(),
            Event(name).Between(RuleLimits.MaxDuration, quiet).AtLeastOnce(),
        };
        return All(steps);
    }

    /// <summary>A stable share of all people in percent.</summary>
    public static SegmentRule Bucket(string seed, decimal percent) => new BucketRule(seed, percent);
}
