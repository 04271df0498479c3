using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>
/// The instants at which a leaf's answer can change with the clock, given the facts up to now. Between two of them it is constant.
/// "Within the last W" holds up to and including fact + W, and so changes one tick (100 ns) later.
/// </summary>
internal static class Boundaries
{
    private const long Tick = 1;

    /// <summary>The earliest fact after now that the leaf looks at, in a view that reaches beyond it; null when there is none.</summary>
    public static DateTimeOffset? NextFact(SegmentRule leaf, RuleContext context)
    {
        var events = RuleFacts.Of(leaf) is { AllEvents: true } ? context.View.Events.Names : RuleFacts.Of(leaf).Events;
        var traits = RuleFacts.Of(leaf).Traits.SelectMany(AttributePath.Roots).Append(Zones.TraitName);
        var times = events.SelectMany(name => context.View.Events[name]).Select(e => e.OccurredAt)
            .Concat(traits.Select(name => context.View.Traits.GetValueOrDefault(name)).Where(trait => trait is not null).Select(trait => trait!.OccurredAt))
            .Append(context.View.FirstSeen ?? DateTimeOffset.MinValue);
        return times.Where(time => time > context.Now).Select(time => (DateTimeOffset?)time).Min();
    }

    public static IEnumerable<DateTimeOffset> Of(SegmentRule leaf, RuleContext context) => leaf switch
    {
        TraitRule trait => OfTrait(trait, context),
        EventRule events => EventsOf(events.Names, context).SelectMany(e =>
            OfWindow(events.Within, e, context)
                .Concat(OfFilter(events.Where, e, context))
                .Concat(events.Measures.SelectMany(measure => OfMeasure(measure, e, context)))),
        SequenceRule sequence => sequence.Steps.Concat(sequence.Without).SelectMany(step => EventsOf([step.Event], context).SelectMany(e =>
            OfWindow(sequence.Within, e, context).Concat(OfFilter(step.Where, e, context)))),
        RelativeRule relative => new[] { relative.Left, relative.Right }.SelectMany(figure => EventsOf(figure.Names, context).SelectMany(e =>
            OfWindow(figure.Within, e, context).Concat(OfFilter(figure.Where, e, context)))),
        RfmRule rfm => EventsOf([rfm.Event], context).SelectMany(e =>
            OfWindow(rfm.Within, e, context)
                .Concat((context.Set.ScaleOf(rfm)?.Ages ?? []).SelectMany(age => After(e.OccurredAt, age.Ticks + Tick)))),
        _ => [],
    };

    private static IEnumerable<LoggedEvent> EventsOf(IEnumerable<string> names, RuleContext context) =>
        names.SelectMany(name => context.View.Events[name]).Where(e => e.OccurredAt <= context.Now);

    private static IEnumerable<DateTimeOffset> OfTrait(TraitRule rule, RuleContext context)
    {
        if (AttributePath.Find(context.View, rule.Trait, context.Now) is not { } found)
        {
            return [];
        }

        var aged = rule.Provenance?.MaxAge is { } most ? After(found.Trait.OccurredAt, most.Ticks + Tick) : [];
        var ripe = rule.Provenance?.HasBeen is { } least ? After(found.Trait.HeldSince ?? found.Trait.OccurredAt, least.Ticks) : [];
        return aged.Concat(ripe).Concat(OfTest(rule.Test, found.Value, context));
    }

    private static IEnumerable<DateTimeOffset> OfMeasure(EventMeasure measure, LoggedEvent e, RuleContext context) => measure switch
    {
        EventMeasure.Time time => OfInstant(time.Test, e.OccurredAt),
        EventMeasure.Regularly regularly => Enumerable.Range(1, regularly.Stretches)
            .SelectMany(stretch => After(e.OccurredAt, stretch * regularly.Each.Ticks)),
        EventMeasure.Values values => OfTest(values.Test, AttributePath.Find(e.Properties, values.Of), context),
        EventMeasure.Property property => OfTest(property.Test, AttributePath.Find(e.Properties, property.Of), context),
        _ => [],
    };

    private static IEnumerable<DateTimeOffset> OfFilter(SegmentRule? where, LoggedEvent e, RuleContext context) => where is null
        ? []
        : RuleTree.Leaves(where).OfType<PropertyRule>()
            .SelectMany(leaf => OfTest(leaf.Test, AttributePath.Find(e.Properties, leaf.Property), context));

    private static IEnumerable<DateTimeOffset> OfTest(ValueTest test, AttributeValue? value, RuleContext context) =>
        ValueTests.InstantOf(value) is { } instant
            ? test.Conditions.SelectMany(condition => condition switch
            {
                ValueCondition.At at => OfInstant(at.Test, instant),
                ValueCondition.Anniversary yearly => Anniversaries.Boundaries(instant, yearly.Within, context.Now, context.Zone),
                _ => [],
            })
            : [];

    private static IEnumerable<DateTimeOffset> OfInstant(InstantTest test, DateTimeOffset instant) =>
        new[] { test.WithinLast, test.NotWithinLast }.OfType<TimeSpan>()
            .SelectMany(length => After(instant, 0).Concat(After(instant, length.Ticks + Tick)));

    private static IEnumerable<DateTimeOffset> OfWindow(EventWindow? window, LoggedEvent e, RuleContext context) => window switch
    {
        EventWindow.Last last => After(e.OccurredAt, last.Length.Ticks + Tick),
        EventWindow.Between between => After(e.OccurredAt, between.Near.Ticks + Tick).Concat(After(e.OccurredAt, between.Far.Ticks + Tick)),
        EventWindow.Calendar calendar => OfCalendar(calendar, e, context),
        _ => [],
    };

    private static IEnumerable<DateTimeOffset> OfCalendar(EventWindow.Calendar calendar, LoggedEvent e, RuleContext context)
    {
        var zone = context.ZoneOf(calendar);
        var day = Zones.DayOf(e.OccurredAt, zone);
        yield return Zones.StartOf(Zones.StartOf(calendar.Period, day, -calendar.Offset), zone);
        yield return Zones.StartOf(Zones.StartOf(calendar.Period, day, 1 - calendar.Offset), zone);
    }

    private static IEnumerable<DateTimeOffset> After(DateTimeOffset instant, long ticks)
    {
        if (instant.UtcTicks <= DateTimeOffset.MaxValue.UtcTicks - ticks)
        {
            yield return new DateTimeOffset(instant.UtcTicks + ticks, TimeSpan.Zero);
        }
    }
}
