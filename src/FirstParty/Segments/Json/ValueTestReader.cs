using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Reads the operators of a trait or property leaf, in the order they stand in.</summary>
internal static class ValueTestReader
{
    private static readonly Dictionary<string, Func<RuleNode, ValueCondition>> Readers =
        new(StringComparer.Ordinal)
        {
            ["eq"] = node => ReadComparison(ComparisonOperator.Eq, node),
            ["ne"] = node => ReadComparison(ComparisonOperator.Ne, node),
            ["gt"] = node => ReadComparison(ComparisonOperator.Gt, node),
            ["gte"] = node => ReadComparison(ComparisonOperator.Gte, node),
            ["lt"] = node => ReadComparison(ComparisonOperator.Lt, node),
            ["lte"] = node => ReadComparison(ComparisonOperator.Lte, node),
            ["in"] = node => new ValueCondition.OneOf(Scalars(node)),
            ["nin"] = node => new ValueCondition.OneOf(Scalars(node), negated: true),
            ["contains"] = node => new TextCondition(TextOperator.Contains, node.Text()),
            ["notContains"] = node => new TextCondition(TextOperator.NotContains, node.Text()),
            ["startsWith"] = node => new TextCondition(TextOperator.StartsWith, node.Text()),
            ["endsWith"] = node => new TextCondition(TextOperator.EndsWith, node.Text()),
            ["like"] = node => new TextCondition(TextOperator.Like, node.Text()),
            ["matches"] = node => new TextCondition(TextOperator.Matches, node.Text()),
            ["has"] = node => new ValueCondition.Items(ItemsOperator.Has, [node.ScalarValue()]),
            ["hasAny"] = node => new ValueCondition.Items(ItemsOperator.HasAny, Scalars(node)),
            ["hasAll"] = node => new ValueCondition.Items(ItemsOperator.HasAll, Scalars(node)),
            ["hasNone"] = node => new ValueCondition.Items(ItemsOperator.HasNone, Scalars(node)),
            ["size"] = node => new ValueCondition.Size(ReadNumber(node)),
            ["exists"] = node => new ValueCondition.Exists(node.Truth()),
            ["isEmpty"] = node => new ValueCondition.IsEmpty(node.Truth()),
            ["is"] = node => new ValueCondition.OfShape(node.OneOf(Vocabulary.Shapes)),
            ["at"] = node => new ValueCondition.At(ReadTime(node)),
            ["anniversaryWithin"] = node => new ValueCondition.Anniversary(node.Duration()),
            ["semver"] = node => new SemverCondition(node.Text()),
            ["near"] = ReadNear,
            ["geoIn"] = node => new PolygonCondition(node.List(ReadPoint)),
            ["cidr"] = node => new NetworkCondition(node.List(item => item.Text())),
        };

    /// <summary>Reads the operators among the keys of a leaf.</summary>
    public static ValueTest Read(RuleNode node) => node.Make(() => new ValueTest(
        node.Items.Where(child => Readers.ContainsKey(child.Key)).Select(child => child.Make(() => Readers[child.Key](child))).ToValueList(),
        node.Find("ignoreCase")?.Truth() ?? false,
        node.Find("missing")?.OneOf(Vocabulary.Missing) ?? MissingValue.ByOperator));

    public static NumberTest ReadNumber(RuleNode node, params IReadOnlyList<string> otherKeys)
    {
        node.AllowOnly([.. Vocabulary.Number, .. otherKeys]);
        return node.Make(() => NumberTest.Check(
            new NumberTest
            {
                EqualTo = node.Find("eq")?.Number(),
                NotEqualTo = node.Find("ne")?.Number(),
                MoreThan = node.Find("gt")?.Number(),
                AtLeast = node.Find("gte")?.Number(),
                LessThan = node.Find("lt")?.Number(),
                AtMost = node.Find("lte")?.Number(),
            },
            node.Key));
    }

    public static InstantTest ReadTime(RuleNode node)
    {
        node.AllowOnly(Vocabulary.Time);
        return node.Make(() => InstantTest.Check(
            new InstantTest
            {
                WithinLast = node.Find("withinLast")?.Duration(),
                NotWithinLast = node.Find("notWithinLast")?.Duration(),
                Before = node.Find("before")?.Instant(),
                After = node.Find("after")?.Instant(),
            },
            node.Key));
    }

    private static ValueCondition ReadComparison(ComparisonOperator @operator, RuleNode node)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return new ValueCondition.Compare(@operator, node.ScalarValue());
        }

        node.AllowOnly(["trait"]);
        return new TraitOperandCondition(@operator, node.Require("trait").Text());
    }

    private static ValueList<AttributeValue> Scalars(RuleNode node) => node.List(item => item.ScalarValue());

    private static NearCondition ReadNear(RuleNode node)
    {
        node.AllowOnly(["lat", "lon", "km"]);
        return new NearCondition(PointOf(node), (double)node.Require("km").Number());
    }

    private static GeoPoint ReadPoint(RuleNode node)
    {
        node.AllowOnly(["lat", "lon"]);
        return PointOf(node);
    }

    private static GeoPoint PointOf(RuleNode node) => new((double)node.Require("lat").Number(), (double)node.Require("lon").Number());
}
