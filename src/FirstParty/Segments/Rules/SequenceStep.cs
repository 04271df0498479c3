namespace FirstParty.Segments.Rules;

/// <summary>One step of a <see cref="SequenceRule"/>, or one event that must not occur in it.</summary>
public sealed record SequenceStep
{
    /// <summary>A step.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long, or the gaps exclude each other.</exception>
    public SequenceStep(string @event, SegmentRule? where = null, TimeSpan? minGap = null, TimeSpan? maxGap = null)
    {
        Event = RuleLimits.CheckName(@event, nameof(@event));
        Where = RuleTree.CheckWhere(where, nameof(where));
        MinGap = minGap is { } least ? RuleLimits.CheckDuration(least, nameof(minGap)) : null;
        MaxGap = maxGap is { } most ? RuleLimits.CheckDuration(most, nameof(maxGap)) : null;
        if (minGap > maxGap)
        {
            throw new ArgumentException("minGap is at most maxGap.", nameof(minGap));
        }
    }

    /// <summary>The event's name.</summary>
    public string Event { get; }

    /// <summary>What the event must pass, or null.</summary>
    public SegmentRule? Where { get; }

    /// <summary>The least time since the step before, inclusive, or null.</summary>
    public TimeSpan? MinGap { get; }

    /// <summary>The most time since the step before, inclusive, or null.</summary>
    public TimeSpan? MaxGap { get; }
}
