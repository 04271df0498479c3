using FirstParty.Segments.Rules;
using FirstParty.Taxonomies;

namespace FirstParty.Segments.Json;

/// <summary>The words of the format. What a word stands for, and which words may stand where.</summary>
internal static class Vocabulary
{
    public static readonly IReadOnlyList<string> Definition =
        ["$schema", "id", "name", "description", "version", "timezone", "purpose", "when"];

    public static readonly IReadOnlyList<string> Number = ["eq", "ne", "gt", "gte", "lt", "lte"];

    public static readonly IReadOnlyList<string> Time = ["withinLast", "notWithinLast", "before", "after"];

    public static readonly IReadOnlyList<string> Operators =
    [
        "eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "contains", "notContains", "startsWith", "endsWith", "like", "matches",
        "ignoreCase", "has", "hasAny", "hasAll", "hasNone", "size", "exists", "isEmpty", "is", "at", "anniversaryWithin", "semver", "near",
        "geoIn", "cidr", "missing",
    ];

    public static readonly IReadOnlyList<string> Provenance = ["party", "explicitness", "maxAge", "hasBeen"];

    public static readonly IReadOnlyList<string> Event =
    [
        "event", "where", "within", "count", "distinctDays", "sum", "avg", "min", "max", "distinct", "first", "last", "firstAt", "lastAt",
        "mostFrequent", "unique", "regularly", "sessions",
    ];

    public static readonly IReadOnlyList<string> Sequence = ["sequence", "without", "maxSpan", "within", "count", "sameProp"];

    public static readonly IReadOnlyList<string> Step = ["event", "where", "maxGap", "minGap"];

    public static readonly IReadOnlyList<string> Figure = ["event", "where", "within", "number", "of"];

    public static readonly IReadOnlyDictionary<string, EventNumber> Numbers = new Dictionary<string, EventNumber>
    {
        ["count"] = EventNumber.Count,
        ["distinctDays"] = EventNumber.DistinctDays,
        ["sum"] = EventNumber.Sum,
        ["avg"] = EventNumber.Avg,
        ["min"] = EventNumber.Min,
        ["max"] = EventNumber.Max,
        ["distinct"] = EventNumber.Distinct,
    };

    public static readonly IReadOnlyDictionary<string, ComparisonOperator> Comparisons = new Dictionary<string, ComparisonOperator>
    {
        ["eq"] = ComparisonOperator.Eq,
        ["ne"] = ComparisonOperator.Ne,
        ["gt"] = ComparisonOperator.Gt,
        ["gte"] = ComparisonOperator.Gte,
        ["lt"] = ComparisonOperator.Lt,
        ["lte"] = ComparisonOperator.Lte,
    };

    public static readonly IReadOnlyList<string> Rfm = ["rfm", "of", "within", "recency", "frequency", "monetary"];

    /// <summary>The keys that tell what a condition is, and the keys that may stand beside each.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Conditions = new Dictionary<string, IReadOnlyList<string>>
    {
        ["all"] = ["all"],
        ["any"] = ["any"],
        ["not"] = ["not"],
        ["atLeast"] = ["atLeast", "of"],
        ["trait"] = ["trait", .. Operators, .. Provenance],
        ["prop"] = ["prop", .. Operators],
        ["sequence"] = Sequence,
        ["event"] = Event,
        ["segment"] = ["segment", "enteredWithin"],
        ["consent"] = ["consent", "is"],
        ["rfm"] = Rfm,
        ["bucket"] = ["bucket"],
        ["score"] = ["score", .. Number],
        ["compare"] = ["compare", .. Number, "times"],
    };

    public static readonly IReadOnlyDictionary<string, ConsentStanding> Standings = new Dictionary<string, ConsentStanding>
    {
        ["granted"] = ConsentStanding.Granted,
        ["denied"] = ConsentStanding.Denied,
        ["unknown"] = ConsentStanding.Unknown,
        ["withdrawn"] = ConsentStanding.Withdrawn,
    };

    public static readonly IReadOnlyDictionary<string, ValueShape> Shapes = new Dictionary<string, ValueShape>
    {
        ["string"] = ValueShape.String,
        ["number"] = ValueShape.Number,
        ["boolean"] = ValueShape.Boolean,
        ["date"] = ValueShape.Date,
        ["list"] = ValueShape.List,
    };

    public static readonly IReadOnlyDictionary<string, MissingValue> Missing = new Dictionary<string, MissingValue>
    {
        ["exclude"] = MissingValue.Exclude,
        ["include"] = MissingValue.Include,
    };

    public static readonly IReadOnlyDictionary<string, CalendarPeriod> Periods = new Dictionary<string, CalendarPeriod>
    {
        ["day"] = CalendarPeriod.Day,
        ["week"] = CalendarPeriod.Week,
        ["month"] = CalendarPeriod.Month,
        ["quarter"] = CalendarPeriod.Quarter,
        ["year"] = CalendarPeriod.Year,
    };

    public static readonly IReadOnlyDictionary<string, WindowAnchor> Anchors = new Dictionary<string, WindowAnchor>
    {
        ["firstSeen"] = new WindowAnchor.FirstSeen(),
        ["firstEvent"] = new WindowAnchor.FirstEvent(),
        ["lastEvent"] = new WindowAnchor.LastEvent(),
    };

    public static readonly IReadOnlyDictionary<string, Party> Parties = new Dictionary<string, Party>
    {
        ["zero"] = Party.Zero,
        ["first"] = Party.First,
        ["second"] = Party.Second,
        ["third"] = Party.Third,
    };

    public static readonly IReadOnlyDictionary<string, Explicitness> Explicitnesses = new Dictionary<string, Explicitness>
    {
        ["explicit"] = Explicitness.Explicit,
        ["implicit"] = Explicitness.Implicit,
        ["inferred"] = Explicitness.Inferred,
    };

    public static string Word<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;
}
