using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>Events in order. Immutable: every call gives a new clause.</summary>
public sealed class SequenceClause
{
    private readonly ValueList<SequenceStep> _steps;
    private readonly ValueList<SequenceStep> _without;
    private readonly TimeSpan? _maxSpan;
    private readonly EventWindow? _window;
    private readonly string? _sameProperty;

    internal SequenceClause(SequenceStep first)
        : this([first], [], null, null, null)
    {
    }

    private SequenceClause(
        ValueList<SequenceStep> steps, ValueList<SequenceStep> without, TimeSpan? maxSpan, EventWindow? window, string? sameProperty) =>
        (_steps, _without, _maxSpan, _window, _sameProperty) = (steps, without, maxSpan, window, sameProperty);

    /// <summary>Then this event, no sooner and no later after the step before.</summary>
    public SequenceClause Then(string name, TimeSpan? maxGap = null, TimeSpan? minGap = null, SegmentRule? where = null) =>
        new([.. _steps, new SequenceStep(name, where, minGap, maxGap)], _without, _maxSpan, _window, _sameProperty);

    /// <summary>And not this event after the first step, within the span.</summary>
    public SequenceClause Without(string name, SegmentRule? where = null) =>
        new(_steps, [.. _without, new SequenceStep(name, where)], _maxSpan, _window, _sameProperty);

    /// <summary>All of it within so long.</summary>
    public SequenceClause MaxSpan(TimeSpan span) =>
        new(_steps, _without, RuleLimits.CheckDuration(span, nameof(span)), _window, _sameProperty);

    /// <summary>Only events of the last so long.</summary>
    public SequenceClause Over(TimeSpan length) => Within(new EventWindow.Last(length));

    /// <summary>Only events of a window.</summary>
    public SequenceClause Within(EventWindow window) => new(_steps, _without, _maxSpan, window, _sameProperty);

    /// <summary>All of it with the same value of a property, such as the same product.</summary>
    public SequenceClause SameProperty(string name) => new(_steps, _without, _maxSpan, _window, name);

    /// <summary>It happened at least once.</summary>
    public SegmentRule AtLeastOnce() => Times(null);

    /// <summary>It was begun and completed at least so many times.</summary>
    public SegmentRule AtLeast(int times) => Times(new NumberTest { AtLeast = times });

    /// <summary>It was begun and completed so many times.</summary>
    public SegmentRule Times(NumberTest? count) => new SequenceRule(_steps)
    {
        Without = _without,
        MaxSpan = _maxSpan,
        Within = _window,
        Count = count,
        SameProperty = _sameProperty,
    };
}
