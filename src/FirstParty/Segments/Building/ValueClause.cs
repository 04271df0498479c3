using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>
/// A value, to be tested. A test of a missing value, or of one of another kind, is false; only <see cref="NotEqualTo"/>, <see cref="NotIn"/>,
/// <see cref="NotContains"/>, <see cref="HasNone"/> and <see cref="IsMissing"/> are true of it. Nothing is coerced. Immutable.
/// </summary>
public class ValueClause
{
    private readonly Func<ValueTest, SegmentRule> _make;
    private readonly bool _ignoreCase;
    private readonly MissingValue _missing;

    internal ValueClause(
        Func<ValueTest, SegmentRule> make, bool ignoreCase = false, MissingValue missing = MissingValue.ByOperator) =>
        (_make, _ignoreCase, _missing) = (make, ignoreCase, missing);

    /// <summary>Text is compared without regard to case.</summary>
    public ValueClause IgnoringCase() => new(_make, true, _missing);

    /// <summary>A missing value is false, or true, whatever is asked.</summary>
    public ValueClause WhenMissing(bool isTrue) => new(_make, _ignoreCase, isTrue ? MissingValue.Include : MissingValue.Exclude);

    /// <summary>Equal.</summary>
    public SegmentRule EqualTo(AttributeValue value) => Compare(ComparisonOperator.Eq, value);

    /// <summary>Not equal; also true of a missing value.</summary>
    public SegmentRule NotEqualTo(AttributeValue value) => Compare(ComparisonOperator.Ne, value);

    /// <summary>Greater than a number or text.</summary>
    public SegmentRule MoreThan(AttributeValue value) => Compare(ComparisonOperator.Gt, value);

    /// <summary>A number or text, or greater.</summary>
    public SegmentRule AtLeast(AttributeValue value) => Compare(ComparisonOperator.Gte, value);

    /// <summary>Less than a number or text.</summary>
    public SegmentRule LessThan(AttributeValue value) => Compare(ComparisonOperator.Lt, value);

    /// <summary>A number or text, or less.</summary>
    public SegmentRule AtMost(AttributeValue value) => Compare(ComparisonOperator.Lte, value);

    /// <summary>One of the values.</summary>
    public SegmentRule In(params ReadOnlySpan<AttributeValue> values) => Is(new ValueCondition.OneOf(ValueLists.Create(values)));

    /// <summary>None of the values; also true of a missing value.</summary>
    public SegmentRule NotIn(params ReadOnlySpan<AttributeValue> values) => Is(new ValueCondition.OneOf(ValueLists.Create(values), negated: true));

    /// <summary>In relation to another trait of the same person; false, but for <see cref="ComparisonOperator.Ne"/>, when that is missing.</summary>
    public SegmentRule ComparedWith(ComparisonOperator @operator, string trait) => Is(new TraitOperandCondition(@operator, trait));

    /// <summary>A text in which another occurs.</summary>
    public SegmentRule Contains(string text) => Text(TextOperator.Contains, text);

    /// <summary>Not a text in which another occurs; also true of a missing value.</summary>
    public SegmentRule NotContains(string text) => Text(TextOperator.NotContains, text);

    /// <summary>A text that starts with another.</summary>
    public SegmentRule StartsWith(string text) => Text(TextOperator.StartsWith, text);

    /// <summary>A text that ends with another.</summary>
    public SegmentRule EndsWith(string text) => Text(TextOperator.EndsWith, text);

    /// <summary>A text that fits a pattern of <c>%</c> and <c>_</c>.</summary>
    public SegmentRule Like(string pattern) => Text(TextOperator.Like, pattern);

    /// <summary>A text in which a regular expression matches.</summary>
    public SegmentRule Matches(string pattern) => Text(TextOperator.Matches, pattern);

    /// <summary>A list that holds at least one of the values.</summary>
    public SegmentRule HasAny(params ReadOnlySpan<AttributeValue> values) => Items(ItemsOperator.HasAny, values);

    /// <summary>A list that holds all of the values.</summary>
    public SegmentRule HasAll(params ReadOnlySpan<AttributeValue> values) => Items(ItemsOperator.HasAll, values);

    /// <summary>Not a list that holds any of the values; also true of a missing value.</summary>
    public SegmentRule HasNone(params ReadOnlySpan<AttributeValue> values) => Items(ItemsOperator.HasNone, values);

    /// <summary>A list of so many items.</summary>
    public SegmentRule HasSize(NumberTest test) => Is(new ValueCondition.Size(test));

    /// <summary>Present and not null.</summary>
    public SegmentRule Exists() => Is(new ValueCondition.Exists(true));

    /// <summary>Missing or null.</summary>
    public SegmentRule IsMissing() => Is(new ValueCondition.Exists(false));

    /// <summary>A date or instant within the last so long.</summary>
    public SegmentRule WithinLast(TimeSpan length) => Is(new ValueCondition.At(new InstantTest { WithinLast = length }));

    /// <summary>A date or instant that is not within the last so long.</summary>
    public SegmentRule NotWithinLast(TimeSpan length) => Is(new ValueCondition.At(new InstantTest { NotWithinLast = length }));

    /// <summary>A date or instant before another.</summary>
    public SegmentRule Before(DateTimeOffset instant) => Is(new ValueCondition.At(new InstantTest { Before = instant }));

    /// <summary>A date or instant at or after another.</summary>
    public SegmentRule After(DateTimeOffset instant) => Is(new ValueCondition.At(new InstantTest { After = instant }));

    /// <summary>A date whose next yearly return is today or begins within so long.</summary>
    public SegmentRule AnniversaryWithin(TimeSpan length) => Is(new ValueCondition.Anniversary(length));

    /// <summary>A semantic version in a range.</summary>
    public SegmentRule Semver(string range) => Is(new SemverCondition(range));

    /// <summary>A place no further than so many kilometres from a point.</summary>
    public SegmentRule Near(double latitude, double longitude, double kilometres) => Is(new NearCondition(new GeoPoint(latitude, longitude), kilometres));

    /// <summary>Whatever one operator says.</summary>
    public SegmentRule Is(ValueCondition condition) => _make(new ValueTest([condition], _ignoreCase, _missing));

    private SegmentRule Compare(ComparisonOperator @operator, AttributeValue value) => Is(new ValueCondition.Compare(@operator, value));

    private SegmentRule Text(TextOperator @operator, string text) => Is(new TextCondition(@operator, text));

    private SegmentRule Items(ItemsOperator @operator, ReadOnlySpan<AttributeValue> values) =>
        Is(new ValueCondition.Items(@operator, ValueLists.Create(values)));
}
