using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>Which facts a rule looks at itself, without those of the segments it refers to.</summary>
internal sealed class RuleFacts
{
    public SortedSet<string> Events { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Traits { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Segments { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an event of any name can matter.</summary>
    public bool AllEvents { get; private set; }

    /// <summary>Whether the answer can change with the clock alone.</summary>
    public bool DependsOnClock { get; private set; }

    public static RuleFacts Of(SegmentRule rule)
    {
        var facts = new RuleFacts();
        foreach (var leaf in RuleTree.Leaves(rule))
        {
            facts.Add(leaf);
        }

        return facts;
    }

    /// <summary>Takes over what other rules look at: those of the segments referred to.</summary>
    public void Add(IEnumerable<RuleFacts> others)
    {
        foreach (var other in others)
        {
            Events.UnionWith(other.Events);
            Traits.UnionWith(other.Traits);
            Purposes.UnionWith(other.Purposes);
            AllEvents |= other.AllEvents;
            DependsOnClock |= other.DependsOnClock;
        }
    }

    /// <summary>The facts of a definition: those of its rule, and the trait that its zone is in.</summary>
    public static RuleFacts Of(SegmentDefinition definition)
    {
        var facts = Of(definition.When);
        if (definition.TimeZone == Zones.OfProfile)
        {
            facts.Traits.Add(Zones.TraitName);
        }

        if (definition.Purpose is { } purpose)
        {
            facts.Purposes.Add(purpose);
        }

        return facts;
    }

    private void Add(SegmentRule leaf)
    {
        switch (leaf)
        {
            case TraitRule trait:
                Traits.Add(trait.Trait);
                Traits.UnionWith(trait.Test.TraitOperands);
                DependsOnClock |= trait.Test.DependsOnClock || trait.Provenance is { MaxAge: not null } or { HasBeen: not null };
                break;
            case EventRule events:
                Events.UnionWith(events.Names);
                Add(events.Within);
                DependsOnClock |= events.Measures.Any(DependsOnTheClock);
                Traits.UnionWith(events.Measures.SelectMany(TestsOf).SelectMany(test => test.TraitOperands));
                break;
            case SequenceRule sequence:
                Events.UnionWith(sequence.Steps.Concat(sequence.Without).Select(step => step.Event));
                Add(sequence.Within);
                break;
            case RelativeRule relative:
                Add(relative.Left.Selection);
                Add(relative.Right.Selection);
                return;
            case RfmRule rfm:
                Events.Add(rfm.Event);
                Add(rfm.Within);
                DependsOnClock = true;
                break;
            case InSegmentRule other:
                Segments.Add(other.Segment);
                DependsOnClock |= other.EnteredWithin is not null;
                break;
            case ConsentRule consent:
                Purposes.Add(consent.Purpose);
                break;
        }

        foreach (var filter in RuleTree.Filters(leaf).SelectMany(RuleTree.Leaves).OfType<PropertyRule>())
        {
            DependsOnClock |= filter.Test.DependsOnClock;
            Traits.UnionWith(filter.Test.TraitOperands);
        }
    }

    private void Add(EventWindow? window)
    {
        DependsOnClock |= window is { DependsOnClock: true };
        switch (window)
        {
            case EventWindow.Calendar { TimeZone: Zones.OfProfile }:
                Traits.Add(Zones.TraitName);
                break;
            case EventWindow.Session:
                AllEvents = true;
                break;
            case EventWindow.First { After: WindowAnchor.FirstEvent or WindowAnchor.LastEvent or WindowAnchor.FirstSeen }:
                AllEvents = true;
                break;
            case EventWindow.First { After: WindowAnchor.FirstOf anchor }:
                Events.Add(anchor.Event);
                break;
            case EventWindow.First { After: WindowAnchor.LastOf anchor }:
                Events.Add(anchor.Event);
                break;
            case EventWindow.First { After: WindowAnchor.Trait anchor }:
                Traits.Add(anchor.Name);
                break;
        }
    }

    private static bool DependsOnTheClock(EventMeasure measure) => measure switch
    {
        EventMeasure.Time time => time.Test.WithinLast is not null || time.Test.NotWithinLast is not null,
        EventMeasure.Regularly => true,
        _ => TestsOf(measure).Any(test => test.DependsOnClock),
    };

    private static IEnumerable<ValueTest> TestsOf(EventMeasure measure) => measure switch
    {
        EventMeasure.Property property => [property.Test],
        EventMeasure.Values values => [values.Test],
        _ => [],
    };
}
