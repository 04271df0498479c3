namespace FirstParty.Segments.Rules;

/// <summary>
/// Events in order: one for each step, each after the one before in the order (time, fact id). Only events in the window take part. A sequence
/// that starts at an event is void when an event of <see cref="Without"/> follows that start within <see cref="MaxSpan"/> (or at all, when
/// there is no span), so an abandoned cart ceases to be one on purchase. Counted are the starts that can be completed.
/// </summary>
public sealed record SequenceRule : SegmentRule
{
    /// <summary>A sequence.</summary>
    /// <exception cref="ArgumentException">There are under two steps or too many.</exception>
    public SequenceRule(ValueList<SequenceStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Steps = steps.Count is >= 2 and <= RuleLimits.MaxSteps
            ? steps
            : throw new ArgumentException($"A sequence has from 2 to {RuleLimits.MaxSteps} steps.", nameof(steps));
    }

    /// <summary>The steps in order, at least two. The gaps of the first are not looked at.</summary>
    public ValueList<SequenceStep> Steps { get; }

    /// <summary>Events that must not follow the start. Their gaps are not looked at.</summary>
    public ValueList<SequenceStep> Without { get; init; } = [];

    /// <summary>The most time from the first step to the last, inclusive, or null.</summary>
    public TimeSpan? MaxSpan { get; init; }

    /// <summary>The window, or null for all time up to now.</summary>
    public EventWindow? Within { get; init; }

    /// <summary>How many starts must be completed; null for at least one.</summary>
    public NumberTest? Count { get; init; }

    /// <summary>A property that all steps, and an event of <see cref="Without"/> to count as one, share the value of; null for none.</summary>
    public string? SameProperty { get; init; }
}
