using System.Net;
using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>The meaning of each operator on a value. A positive operator is false of a missing value and of one of another kind; nothing is coerced.</summary>
internal static class ValueTests
{
    /// <summary>Whether a value passes a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="value">The value; null is missing.</param>
    /// <param name="now">The instant.</param>
    /// <param name="zone">The zone of anniversaries.</param>
    /// <param name="view">The person, for comparisons with traits; only needed where a test has such.</param>
    public static bool Holds(ValueTest test, AttributeValue? value, DateTimeOffset now, TimeZoneInfo zone, ProfileView? view = null)
    {
        if (value is null or { IsNull: true })
        {
            value = null;
            if (test.Missing != MissingValue.ByOperator)
            {
                return test.Missing == MissingValue.Include;
            }
        }

        foreach (var condition in test.Conditions.AsSpan())
        {
            var holds = condition is TraitOperandCondition operand
                ? Compares(operand.Operator, value, view is null ? null : AttributePath.Find(view, operand.Trait, now)?.Value, test.IgnoreCase)
                : Holds(condition, value, test.IgnoreCase, now, zone);
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    public static bool Holds(ValueCondition condition, AttributeValue? value, bool ignoreCase, DateTimeOffset now, TimeZoneInfo zone) =>
        condition switch
        {
            ValueCondition.Compare compare => Compares(compare.Operator, value, compare.Operand, ignoreCase),
            ValueCondition.OneOf oneOf => IsOneOf(oneOf.Values, value, ignoreCase) != oneOf.Negated,
            ValueCondition.Items items => HasItems(items, value, ignoreCase),
            ValueCondition.Size size => value?.AsList() is { } list && size.Test.Holds(list.Count),
            ValueCondition.Exists exists => value is not null == exists.Expected,
            ValueCondition.IsEmpty isEmpty => IsEmpty(value) == isEmpty.Expected,
            ValueCondition.OfShape { Shape: var shape } => IsOf(shape, value),
            ValueCondition.At at => at.Test.Holds(InstantOf(value), now),
            ValueCondition.Anniversary anniversary => InstantOf(value) is { } date && Anniversaries.IsWithin(date, anniversary.Within, now, zone),
            TextCondition text => HoldsText(text, value?.AsString(), ignoreCase),
            SemverCondition semver => value?.AsString() is { } version && SemverVersion.TryParse(version, out var parsed) && semver.Parsed.Contains(parsed),
            NearCondition near => PointOf(value) is { } point && near.Centre.DistanceKm(point) <= near.Kilometres,
            PolygonCondition polygon => PointOf(value) is { } point && polygon.Contains(point),
            NetworkCondition network => value?.AsString() is { } address && IPAddress.TryParse(address, out var parsed) && network.Contains(parsed),
            _ => throw new ArgumentException("Not an operator of this library.", nameof(condition)),
        };

    public static DateTimeOffset? InstantOf(AttributeValue? value) =>
        value is not null && value.TryGetInstant(out var instant) ? instant : null;

    public static GeoPoint? PointOf(AttributeValue? value)
    {
        if (value?.AsObject() is not { } place)
        {
            return null;
        }

        var latitude = place.Find("lat")?.AsNumber() ?? place.Find("latitude")?.AsNumber();
        var longitude = place.Find("lon")?.AsNumber() ?? place.Find("lng")?.AsNumber() ?? place.Find("longitude")?.AsNumber();
        return latitude is { } lat && longitude is { } lon && new GeoPoint((double)lat, (double)lon) is { IsValid: true } point ? point : null;
    }

    public static bool AreEqual(AttributeValue? value, AttributeValue operand, bool ignoreCase) =>
        ignoreCase && value?.AsString() is { } text && operand.AsString() is { } other
            ? string.Equals(text, other, StringComparison.OrdinalIgnoreCase)
            : operand.Equals(value);

    /// <summary>Orders text by Unicode code point, as UTF-8 bytes are ordered: a surrogate stands for a code point over every other unit.</summary>
    public static int CompareText(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    /// <summary>Compares two values of the same kind; false of any others, but for <c>ne</c>.</summary>
    public static bool Compares(ComparisonOperator @operator, AttributeValue? value, AttributeValue? operand, bool ignoreCase)
    {
        if (@operator <= ComparisonOperator.Ne)
        {
            return (operand is not null && AreEqual(value, operand, ignoreCase)) == (@operator == ComparisonOperator.Eq);
        }

        int compared;
        if (operand?.AsNumber() is { } number && value?.AsNumber() is { } numeric)
        {
            compared = numeric.CompareTo(number);
        }
        else if (operand?.AsString() is { } text && value?.AsString() is { } textual)
        {
            compared = CompareText(textual, text);
        }
        else
        {
            return false;
        }

        return @operator switch
        {
            ComparisonOperator.Gt => compared > 0,
            ComparisonOperator.Gte => compared >= 0,
            ComparisonOperator.Lt => compared < 0,
            _ => compared <= 0,
        };
    }

    private static bool IsOneOf(ValueList<AttributeValue> values, AttributeValue? value, bool ignoreCase)
    {
        foreach (var candidate in values.AsSpan())
        {
            if (AreEqual(value, candidate, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasItems(ValueCondition.Items condition, AttributeValue? value, bool ignoreCase)
    {
        var list = value?.AsList();
        var found = 0;
        foreach (var wanted in condition.Values.AsSpan())
        {
            found += list is not null && Has(list, wanted, ignoreCase) ? 1 : 0;
        }

        return condition.Operator switch
        {
            ItemsOperator.HasAll => found == condition.Values.Count,
            ItemsOperator.HasNone => found == 0,
            _ => found > 0,
        };
    }

    private static bool Has(IReadOnlyList<AttributeValue> list, AttributeValue wanted, bool ignoreCase)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (AreEqual(list[i], wanted, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool? IsEmpty(AttributeValue? value) => value?.Kind switch
    {
        AttributeKind.String => value.AsString()!.Length == 0,
        AttributeKind.List => value.AsList()!.Count == 0,
        AttributeKind.Object => value.AsObject()!.Count == 0,
        _ => null,
    };

    private static bool IsOf(ValueShape shape, AttributeValue? value) => shape switch
    {
        ValueShape.String => value?.Kind == AttributeKind.String,
        ValueShape.Number => value?.Kind == AttributeKind.Number,
        ValueShape.Boolean => value?.Kind == AttributeKind.Boolean,
        ValueShape.List => value?.Kind == AttributeKind.List,
        _ => InstantOf(value) is not null,
    };

    private static bool HoldsText(TextCondition condition, string? value, bool ignoreCase)
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return condition.Operator switch
        {
            TextOperator.Contains => value is not null && value.Contains(condition.Operand, comparison),
            TextOperator.NotContains => value is null || !value.Contains(condition.Operand, comparison),
            TextOperator.StartsWith => value is not null && value.StartsWith(condition.Operand, comparison),
            TextOperator.EndsWith => value is not null && value.EndsWith(condition.Operand, comparison),
            TextOperator.Like => value is not null && LikePattern.Matches(condition.Operand, value, ignoreCase),
            _ => value is not null && condition.Pattern(ignoreCase).IsMatch(value),
        };
    }
}
