namespace FirstParty.Segments.Rules;

/// <summary>
/// Membership of another segment: its rule, over the facts that <em>this</em> segment may see, so that no fact passes from one purpose to
/// another; its own purpose must be permitted as well.
/// </summary>
public sealed record InSegmentRule : SegmentRule
{
    /// <summary>Membership of another segment.</summary>
    /// <exception cref="ArgumentException">The id is blank, or the duration out of range.</exception>
    public InSegmentRule(string segment, TimeSpan? enteredWithin = null)
    {
        Segment = RuleLimits.CheckName(segment, nameof(segment));
        EnteredWithin = enteredWithin is { } within ? RuleLimits.CheckDuration(within, nameof(enteredWithin)) : null;
    }

    /// <summary>The other segment's id.</summary>
    public string Segment { get; }

    /// <summary>When set, the person must be a member now and must not have been one at some instant in [now − this, now), as far as the facts
    /// of the profile tell: a trait counts from the time its present value was stated.</summary>
    public TimeSpan? EnteredWithin { get; }
}
