using System.Text.Json;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Migration;

/// <summary>Segment definitions of Dittofeed: an entry node and a list of nodes that refer to one another by id.</summary>
internal sealed class DittofeedImporter : Importer
{
    private const int MaxVisits = 10 * RuleLimits.MaxLeaves;

    private readonly Dictionary<string, RuleNode> _nodes = new(StringComparer.Ordinal);
    private int _visits;

    protected override SegmentRule? Read(RuleNode root)
    {
        foreach (var node in root.Find("nodes")?.Items ?? [])
        {
            _nodes[node.Find("id")?.Scalar?.AsString() ?? string.Empty] = node;
        }

        return root.Find("entryNode") is { } entry ? ReadNode(entry, 0) : Lose(root, "\"entryNode\" is missing.");
    }

    private SegmentRule? ReadNode(RuleNode node, int depth) => TextOf(node, "type") switch
    {
        _ when depth > RuleLimits.MaxDepth || ++_visits > MaxVisits => Lose(node, "The nodes are nested too deep, or go round in a circle."),
        "And" => All(Children(node, depth)),
        "Or" => Any(Children(node, depth)),
        "Everyone" => new AllRule([]),
        "Trait" => ReadOperator(node, TextOf(node, "path") ?? string.Empty, isProperty: false),
        "Performed" => ReadPerformed(node),
        "LastPerformed" => ReadLast(node),
        "RandomBucket" => ReadBucket(node),
        var other => Lose(node, $"A node of type {other ?? "nothing"} belongs to the sending of messages there, and has no like here."),
    };

    private IEnumerable<SegmentRule?> Children(RuleNode node, int depth) => (node.Find("children")?.Items ?? []).Select(child =>
        _nodes.TryGetValue(child.Scalar?.AsString() ?? string.Empty, out var found) ? ReadNode(found, depth + 1) : Lose(child, "There is no such node."));

    private SegmentRule? ReadPerformed(RuleNode node)
    {
        var (where, times) = (Filter(node, "properties"), node.Find("times")?.Scalar?.AsNumber() ?? 1);
        if (where is null)
        {
            return null;
        }

        var test = (TextOf(node, "timesOperator") ?? ">=") switch
        {
            "=" => new NumberTest { EqualTo = times },
            "<" => new NumberTest { LessThan = times },
            _ => new NumberTest { AtLeast = times },
        };
        return Try(node, () => new EventRule(
            [TextOf(node, "event") ?? string.Empty],
            node.Find("withinSeconds")?.Scalar?.AsNumber() is { } seconds ? new EventWindow.Last(TimeSpan.FromSeconds((long)seconds)) : null,
            where is AllRule { Rules.Count: 0 } ? null : where,
            [new EventMeasure.Number(EventNumber.Count, null, test)]));
    }

    private SegmentRule? ReadLast(RuleNode node)
    {
        var where = Filter(node, "whereProperties");
        var has = (node.Find("hasProperties")?.Items ?? []).Select(property => (
            Path: TextOf(property, "path") ?? string.Empty, Condition: property.Find("operator") is { } test ? ConditionOf(test) : null)).ToList();
        return where is null || has.Exists(property => property.Condition is null)
            ? null
            : Try(node, () =>
            {
                var (names, filter) = (ValueLists.Create(TextOf(node, "event") ?? string.Empty), where is AllRule { Rules.Count: 0 } ? null : where);
                return has.Count == 0
                    ? new EventRule(names, null, filter)
                    : All(has.Select(property => new EventRule(
                        names, null, filter, [new EventMeasure.Property(IsFirst: false, property.Path, new ValueTest([property.Condition!]))])))!;
            });
    }

    private SegmentRule? ReadBucket(RuleNode node)
    {
        Differ(node, "Another hash draws the bucket, so it is as large and holds other people.");
        return Try(node, () => new BucketRule(TextOf(node, "id") ?? string.Empty, (node.Find("percent")?.Scalar?.AsNumber() ?? -1) * 100));
    }

    private SegmentRule? Filter(RuleNode node, string key) =>
        All((node.Find(key)?.Items ?? []).Select(property => ReadOperator(property, TextOf(property, "path") ?? string.Empty, isProperty: true)));

    private SegmentRule? ReadOperator(RuleNode node, string path, bool isProperty)
    {
        if (node.Find("operator") is not { } test)
        {
            return Lose(node, "\"operator\" is missing.");
        }

        if (TextOf(test, "type") == "HasBeen" && !isProperty)
        {
            return ReadHasBeen(test, path);
        }

        return ConditionOf(test) is { } condition ? Try(node, () => Leaf(path, isProperty, condition)) : null;
    }

    private SegmentRule? ReadHasBeen(RuleNode test, string path)
    {
        Differ(test, "The age is that of the present value's latest statement.");
        var (value, seconds) = (test.Find("value")?.Scalar, test.Find("windowSeconds")?.Scalar?.AsNumber() ?? 0);
        return value is null ? Lose(test, "\"value\" is missing.") : Try(test, () =>
        {
            var age = RuleLimits.CheckDuration(TimeSpan.FromSeconds((long)seconds), "windowSeconds");
            var provenance = TextOf(test, "comparator") == "LT" ? new ProvenanceTest { MaxAge = age } : new ProvenanceTest { HasBeen = age };
            return new TraitRule(path, ValueTest.Equal(value), provenance);
        });
    }

    private ValueCondition? ConditionOf(RuleNode test)
    {
        var (type, value) = (TextOf(test, "type"), test.Find("value")?.Scalar);
        switch (type)
        {
            case "Exists":
                return new ValueCondition.Exists(true);
            case "NotExists":
                return new ValueCondition.Exists(false);
            case "Equals" or "NotEquals" when value is not null:
                Differ(test, "Values of different kinds are never equal here; there they are compared as text.");
                return Compare(type == "Equals" ? ComparisonOperator.Eq : ComparisonOperator.Ne, value);
            case "GreaterThanOrEqual" or "LessThan" when value?.AsNumber() is not null:
                return Compare(type == "LessThan" ? ComparisonOperator.Lt : ComparisonOperator.Gte, value);
            case "Within" when test.Find("windowSeconds")?.Scalar?.AsNumber() is { } seconds:
                return Try(test, () => new ValueCondition.At(new InstantTest { WithinLast = TimeSpan.FromSeconds((long)seconds) }));
            default:
                Lose(test, $"There is nothing like the operator {type ?? "nothing"}.");
                return null;
        }
    }

    private static string? TextOf(RuleNode node, string key) =>
        node.Kind == JsonValueKind.Object ? node.Find(key)?.Scalar?.AsString() : null;
}
