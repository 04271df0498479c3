using System.Globalization;
using FirstParty.Events;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Migration;

/// <summary>Cohorts of PostHog: groups of person properties, behaviours and other cohorts.</summary>
internal sealed class PostHogImporter : Importer
{
    protected override SegmentRule? Read(RuleNode root)
    {
        var group = root.Find("filters") ?? root;
        group = group.Find("properties") ?? group;
        return group.Find("values") is null ? Lose(root, "\"properties\" with \"values\" is missing.") : ReadNode(group);
    }

    private SegmentRule? ReadNode(RuleNode node)
    {
        if (node.Find("values") is { } values)
        {
            return TextOf(node, "type") == "OR" ? Any(values.Items.Select(ReadNode)) : All(values.Items.Select(ReadNode));
        }

        var rule = TextOf(node, "type") switch
        {
            "person" => ReadProperty(node, isProperty: false),
            "behavioral" => ReadBehaviour(node),
            "cohort" or "precalculated-cohort" => Try(node, () => new InSegmentRule("cohort-" + (node.Find("value")?.Scalar?.ToString().Trim('"') ?? string.Empty))),
            var other => Lose(node, $"There is nothing like a condition of type {other ?? "nothing"}."),
        };
        return node.Find("negation")?.Scalar?.AsBoolean() == true ? Not(rule) : rule;
    }

    private SegmentRule? ReadProperty(RuleNode node, bool isProperty)
    {
        var (key, value) = (TextOf(node, "key") ?? string.Empty, node.Find("value"));
        var test = TextOf(node, "operator") ?? "exact";
        return test switch
        {
            "is_set" => Leaf(key, isProperty, new ValueCondition.Exists(true)),
            "is_not_set" => Leaf(key, isProperty, new ValueCondition.Exists(false)),
            _ when value is null => Lose(node, "\"value\" is missing."),
            "exact" => ReadExact(value, key, isProperty),
            "is_not" => Not(ReadExact(value, key, isProperty)),
            "icontains" => ReadText(value, key, isProperty, TextOperator.Contains),
            "not_icontains" => Not(ReadText(value, key, isProperty, TextOperator.Contains)),
            "regex" => ReadText(value, key, isProperty, TextOperator.Matches),
            "not_regex" => Not(ReadText(value, key, isProperty, TextOperator.Matches)),
            "gt" or "gte" or "lt" or "lte" => ReadOrder(value, key, isProperty, Vocabulary.Comparisons[test]),
            "is_date_before" or "is_date_after" => ReadDate(value, key, isProperty, test == "is_date_after"),
            _ => Lose(node, $"There is nothing like the operator {test}."),
        };
    }

    private SegmentRule? ReadExact(RuleNode value, string key, bool isProperty)
    {
        var values = value.Scalar is { } single ? [single] : Scalars(value);
        Differ(value, "Values of different kinds are never equal here; there they are compared as text.");
        return values is null ? null : Try(value, () => Leaf(key, isProperty, new ValueCondition.OneOf(values)));
    }

    private SegmentRule? ReadText(RuleNode value, string key, bool isProperty, TextOperator @operator) => value.Scalar?.AsString() is { } text
        ? Try(value, () => Leaf(key, isProperty, new TextCondition(@operator, text), ignoreCase: @operator == TextOperator.Contains))
        : Lose(value, "A text is needed here.");

    private SegmentRule? ReadOrder(RuleNode value, string key, bool isProperty, ComparisonOperator @operator) => NumberOf(value) is { } number
        ? Leaf(key, isProperty, Compare(@operator, number))
        : Lose(value, "A number is needed here.");

    private SegmentRule? ReadDate(RuleNode value, string key, bool isProperty, bool after) =>
        Instants.TryParse(value.Scalar?.AsString(), out var instant)
            ? Leaf(key, isProperty, new ValueCondition.At(after ? new InstantTest { After = instant } : new InstantTest { Before = instant }))
            : Lose(value, "A date is needed here; one in relation to now is written as withinLast or notWithinLast.");

    private SegmentRule? ReadBehaviour(RuleNode node)
    {
        if (TextOf(node, "key") is not { Length: > 0 } key || TextOf(node, "event_type") == "actions")
        {
            return Lose(node, "Only events by name are counted, no actions.");
        }

        var name = key switch
        {
            "$pageview" => LoggedEvent.PageViewed,
            "$screen" => LoggedEvent.ScreenViewed,
            _ => key,
        };
        var filters = All((node.Find("event_filters")?.Items ?? []).Select(filter => ReadProperty(filter, isProperty: true)));
        var where = filters is AllRule { Rules.Count: 0 } ? null : filters;
        if (filters is null || Duration(node, "time") is not { } time)
        {
            return null;
        }

        var within = new EventWindow.Last(time);
        return TextOf(node, "value") switch
        {
            "performed_event" => new EventRule([name], within, where),
            "performed_event_multiple" => ReadCount(node, new EventRule([name], within, where)),
            "performed_event_first_time" => new EventRule([name], null, where, [new EventMeasure.Time(IsFirst: true, new InstantTest { WithinLast = time })]),
            "performed_event_sequence" => ReadSequence(node, name, where, within),
            "performed_event_regularly" => ReadRegularly(node, name, where),
            "stopped_performing_event" => Then(Duration(node, "seq_time"), quiet => Rule.Stopped(name, quiet, time), node),
            "restarted_performing_event" => Then(Duration(node, "seq_time"), recent => Rule.Restarted(name, recent, time), node),
            var other => Lose(node, $"There is nothing like the behaviour {other ?? "nothing"}."),
        };
    }

    private SegmentRule? ReadCount(RuleNode node, EventRule selection)
    {
        var count = node.Find("operator_value") is { } value ? NumberOf(value) : null;
        NumberTest? test = TextOf(node, "operator") switch
        {
            _ when count is null => null,
            "gte" => new NumberTest { AtLeast = count },
            "gt" => new NumberTest { MoreThan = count },
            "lte" => new NumberTest { AtMost = count },
            "lt" => new NumberTest { LessThan = count },
            "eq" or "exact" or null => new NumberTest { EqualTo = count },
            _ => null,
        };
        if (test is null)
        {
            return Lose(node, "The number of times is not understood.");
        }

        if (test.Holds(0))
        {
            Differ(node, "People without any such event match here; there they never do.");
        }

        return new EventRule(selection.Names, selection.Within, selection.Where, [new EventMeasure.Number(EventNumber.Count, null, test)]);
    }

    private SegmentRule? ReadSequence(RuleNode node, string name, SegmentRule? where, EventWindow within) =>
        TextOf(node, "seq_event") is { Length: > 0 } next && Duration(node, "seq_time") is { } gap
            ? Try(node, () => new SequenceRule([new SequenceStep(name, where), new SequenceStep(next, maxGap: gap)]) { Within = within })
            : Lose(node, "The second event of the sequence is not understood.");

    private SegmentRule? ReadRegularly(RuleNode node, string name, SegmentRule? where)
    {
        if (Duration(node, "time") is not { } each || node.Find("operator_value") is { } times && NumberOf(times) is > 1)
        {
            return Lose(node, "Regularly is once in each stretch; more often in each has no like here.");
        }

        var (least, of) = (node.Find("min_periods") is { } min ? NumberOf(min) : null, node.Find("total_periods") is { } total ? NumberOf(total) : null);
        return least is null || of is null
            ? Lose(node, "The numbers of periods are not understood.")
            : Try(node, () => new EventRule([name], null, where, [new EventMeasure.Regularly(each, (int)of, new NumberTest { AtLeast = least })]));
    }

    private SegmentRule? Then(TimeSpan? duration, Func<TimeSpan, SegmentRule> make, RuleNode node) =>
        duration is { } length ? Try(node, () => make(length)) : null;

    private TimeSpan? Duration(RuleNode node, string prefix)
    {
        var (count, unit) = (node.Find(prefix + "_value") is { } value ? NumberOf(value) : null, TextOf(node, prefix + "_interval"));
        var text = string.Create(CultureInfo.InvariantCulture, $"{count}{(unit is "hour" or "day" or "week" or "minute" ? unit[..1] : "?")}");
        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        Lose(node, unit is "month" or "year"
            ? $"A {unit} has no fixed length: say it in days, or use a calendar window."
            : $"{prefix}_value and {prefix}_interval are not understood.");
        return null;
    }

    private static decimal? NumberOf(RuleNode node) => node.Scalar?.AsNumber()
        ?? (decimal.TryParse(node.Scalar?.AsString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null);

    private static string? TextOf(RuleNode node, string key) => node.Find(key)?.Scalar?.AsString();
}
