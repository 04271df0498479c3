namespace FirstParty.Segments.Rules;

/// <summary>
/// A leaf on events: those of one or more names, in a window, that pass a filter, measured. Without a measure there must be at least one.
/// JSON: <c>{"event":"Order Completed","where":…,"within":…,"count":{"gte":3}}</c>.
/// </summary>
public sealed record EventRule : SegmentRule
{
    /// <summary>A leaf on events.</summary>
    /// <exception cref="ArgumentException">There is no name, a measure occurs twice, or <paramref name="where"/> has anything but property tests.</exception>
    public EventRule(ValueList<string> names, EventWindow? within = null, SegmentRule? where = null, ValueList<EventMeasure>? measures = null)
    {
        foreach (var name in RuleLimits.CheckList(names, nameof(names)))
        {
            RuleLimits.CheckName(name, nameof(names));
        }

        Measures = measures ?? [];
        if (Measures.Select(measure => measure.Name).Distinct(StringComparer.Ordinal).Count() < Measures.Count)
        {
            throw new ArgumentException("Each measure at most once.", nameof(measures));
        }

        (Names, Within, Where) = (names.Distinct(StringComparer.Ordinal).ToValueList(), within, RuleTree.CheckWhere(where, nameof(where)));
    }

    /// <summary>The names of the events, any of which counts.</summary>
    public ValueList<string> Names { get; }

    /// <summary>The window, or null for all time up to now.</summary>
    public EventWindow? Within { get; }

    /// <summary>What each event must pass, or null for nothing: <see cref="PropertyRule"/>s under all, any, not and atLeast.</summary>
    public SegmentRule? Where { get; }

    /// <summary>The measures, all of which must pass; empty for "at least one event".</summary>
    public ValueList<EventMeasure> Measures { get; }
}
