using System.Text.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Reads event leaves, sequences, scores and windows.</summary>
internal static class EventReader
{
    public static EventRule Read(RuleNode node, ConditionReader conditions)
    {
        return new EventRule(
            ReadNames(node),
            ReadWindow(node),
            node.Find("where") is { } where ? conditions.ReadFilter(where) : null,
            node.Items.Select(ReadMeasure).OfType<EventMeasure>().ToValueList());
    }

    public static SequenceRule ReadSequence(RuleNode node, ConditionReader conditions) =>
        new(node.Require("sequence").List(step => ReadStep(step, conditions)))
        {
            Without = node.Find("without")?.List(step => ReadStep(step, conditions)) ?? [],
            MaxSpan = node.Find("maxSpan")?.Duration(),
            Within = ReadWindow(node),
            Count = node.Find("count") is { } count ? ValueTestReader.ReadNumber(count) : null,
            SameProperty = node.Find("sameProp")?.Text(),
        };

    public static RfmRule ReadRfm(RuleNode node) => new(
        node.Require("rfm").Text(),
        node.Require("of").Text(),
        ReadWindow(node),
        node.Find("recency") is { } recency ? ValueTestReader.ReadNumber(recency) : null,
        node.Find("frequency") is { } frequency ? ValueTestReader.ReadNumber(frequency) : null,
        node.Find("monetary") is { } monetary ? ValueTestReader.ReadNumber(monetary) : null);

    public static RelativeRule ReadRelative(RuleNode node, ConditionReader conditions)
    {
        var compared = node.Items.Where(child => Vocabulary.Comparisons.ContainsKey(child.Key)).ToList();
        var right = compared.Count == 1 ? compared[0] : throw node.Error("Two numbers are compared with one of eq, ne, gt, gte, lt, lte.");
        return new RelativeRule(
            ReadFigure(node.Require("compare"), conditions),
            Vocabulary.Comparisons[right.Key],
            ReadFigure(right, conditions),
            node.Find("times")?.Number() ?? 1);
    }

    private static EventFigure ReadFigure(RuleNode node, ConditionReader conditions)
    {
        node.AllowOnly(Vocabulary.Figure);
        return node.Make(() => new EventFigure(
            ReadNames(node),
            node.Find("number")?.OneOf(Vocabulary.Numbers) ?? EventNumber.Count,
            node.Find("of")?.Text(),
            ReadWindow(node),
            node.Find("where") is { } where ? conditions.ReadFilter(where) : null));
    }

    private static ValueList<string> ReadNames(RuleNode node)
    {
        var names = node.Require("event");
        return names.Kind == JsonValueKind.Array
            ? names.Make(() => RuleLimits.CheckList(names.List(name => name.Text()), "event"))
            : [names.Text()];
    }

    private static SequenceStep ReadStep(RuleNode node, ConditionReader conditions)
    {
        node.AllowOnly(Vocabulary.Step);
        return node.Make(() => new SequenceStep(
            node.Require("event").Text(),
            node.Find("where") is { } where ? conditions.ReadFilter(where) : null,
            node.Find("minGap")?.Duration(),
            node.Find("maxGap")?.Duration()));
    }

    private static EventMeasure? ReadMeasure(RuleNode node) => node.Make<EventMeasure?>(() => node.Key switch
    {
        "count" or "distinctDays" => new EventMeasure.Number(Vocabulary.Numbers[node.Key], null, ValueTestReader.ReadNumber(node)),
        "sum" or "avg" or "min" or "max" or "distinct" =>
            new EventMeasure.Number(Vocabulary.Numbers[node.Key], node.Require("of").Text(), ValueTestReader.ReadNumber(node, "of")),
        "first" or "last" => ReadPick(node),
        "mostFrequent" or "unique" => ReadValues(node),
        "regularly" => new EventMeasure.Regularly(
            node.Require("each").Duration(), node.Require("of").Integer(), ValueTestReader.ReadNumber(node, "each", "of")),
        "sessions" => new EventMeasure.Sessions(node.Require("gap").Duration(), ValueTestReader.ReadNumber(node, "gap")),
        "firstAt" or "lastAt" => new EventMeasure.Time(node.Key == "firstAt", ValueTestReader.ReadTime(node)),
        _ => null,
    });

    private static EventMeasure.Property ReadPick(RuleNode node)
    {
        node.AllowOnly(["of", .. Vocabulary.Operators]);
        return new EventMeasure.Property(node.Key == "first", node.Require("of").Text(), ValueTestReader.Read(node));
    }

    private static EventMeasure.Values ReadValues(RuleNode node)
    {
        node.AllowOnly(["of", .. Vocabulary.Operators]);
        return new EventMeasure.Values(node.Key == "mostFrequent", node.Require("of").Text(), ValueTestReader.Read(node));
    }

    private static EventWindow? ReadWindow(RuleNode leaf) => leaf.Find("within") is { } node ? node.Make(() => ReadWindowAt(node)) : null;

    private static EventWindow ReadWindowAt(RuleNode node)
    {
        node.Expect(JsonValueKind.Object, "a window, which is an object");
        IReadOnlyList<string>[] shapes = [["last"], ["between"], ["first", "after"], ["from", "to"], ["session"], ["calendar", "offset", "timezone"]];
        var shape = Array.Find(shapes, keys => node.Find(keys[0]) is not null) ?? [.. shapes.Select(keys => keys[0])];
        node.AllowOnly(shape);
        return shape[0] switch
        {
            _ when node.Items.Count == 0 => throw node.Error("A window has one of last, between, first, from, session, calendar."),
            "last" => new EventWindow.Last(node.Require("last").Duration()),
            "between" => ReadBetween(node.Require("between")),
            "first" => new EventWindow.First(node.Require("first").Duration(), node.Find("after") is { } after ? ReadAnchor(after) : null),
            "session" => new EventWindow.Session(node.Require("session").Duration()),
            "from" => new EventWindow.Fixed(node.Require("from").Instant(), node.Find("to")?.Instant()),
            _ => new EventWindow.Calendar(
                node.Require("calendar").OneOf(Vocabulary.Periods), node.Find("offset")?.Integer() ?? 0, node.Find("timezone")?.Text()),
        };
    }

    private static EventWindow.Between ReadBetween(RuleNode node)
    {
        var ages = node.List(age => age.Duration());
        return ages.Count == 2 ? new EventWindow.Between(ages[0], ages[1]) : throw node.Error("\"between\" takes two durations, such as [\"60d\",\"30d\"].");
    }

    private static WindowAnchor ReadAnchor(RuleNode node)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return node.OneOf(Vocabulary.Anchors);
        }

        node.AllowOnly(["trait", "firstOf", "lastOf"]);
        var only = node.Items.Count == 1 ? node.Items[0] : throw node.Error("An anchor has one of trait, firstOf, lastOf.");
        return only.Make<WindowAnchor>(() => only.Key switch
        {
            "trait" => new WindowAnchor.Trait(only.Text()),
            "firstOf" => new WindowAnchor.FirstOf(only.Text()),
            _ => new WindowAnchor.LastOf(only.Text()),
        });
    }
}
