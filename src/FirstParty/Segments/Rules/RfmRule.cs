namespace FirstParty.Segments.Rules;

/// <summary>
/// Recency, frequency and monetary value of an event, each scored 1 to 5 against a population: 5 is the most recent, most frequent, highest fifth.
/// The fifths are those of an <see cref="RfmScale"/> that the host computes and supplies; without one the leaf is false.
/// </summary>
public sealed record RfmRule : SegmentRule
{
    /// <summary>Scores of an event.</summary>
    /// <exception cref="ArgumentException">A name is blank or too long, or no score is compared.</exception>
    public RfmRule(string @event, string of, EventWindow? within, NumberTest? recency, NumberTest? frequency, NumberTest? monetary)
    {
        if (recency is null && frequency is null && monetary is null)
        {
            throw new ArgumentException("An rfm leaf compares at least one of recency, frequency, monetary.", nameof(recency));
        }

        (Event, Of, Within) = (RuleLimits.CheckName(@event, nameof(@event)), RuleLimits.CheckName(of, nameof(of)), within);
        (Recency, Frequency, Monetary) = (recency, frequency, monetary);
    }

    /// <summary>The event's name.</summary>
    public string Event { get; }

    /// <summary>The numeric property that is money.</summary>
    public string Of { get; }

    /// <summary>The window, or null for all time up to now.</summary>
    public EventWindow? Within { get; }

    /// <summary>The comparison of the recency score, or null.</summary>
    public NumberTest? Recency { get; }

    /// <summary>The comparison of the frequency score, or null.</summary>
    public NumberTest? Frequency { get; }

    /// <summary>The comparison of the monetary score, or null.</summary>
    public NumberTest? Monetary { get; }

    /// <summary>What a scale must be computed for: the same event, property and window.</summary>
    public RfmRule Population => new(Event, Of, Within, new NumberTest { AtLeast = 1 }, null, null);
}
