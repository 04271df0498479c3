using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// The fifths of a population's recency, frequency and monetary value, computed once and then fixed: a person's score depends on that
/// person's facts and the scale alone, so that nobody enters a segment because somebody else left. Immutable and thread-safe.
/// </summary>
public sealed record RfmScale
{
    /// <summary>The four ages that part the recency scores, ascending: an age at most the first scores 5.</summary>
    public required ValueList<TimeSpan> Ages { get; init; }

    /// <summary>The four counts that part the frequency scores, ascending: a count over the last scores 5.</summary>
    public required ValueList<decimal> Counts { get; init; }

    /// <summary>The four sums that part the monetary scores, ascending: a sum over the last scores 5.</summary>
    public required ValueList<decimal> Sums { get; init; }

    /// <summary>
    /// The scale of a population: the values at the fifths of each measure. Equal values always score alike, so fifths of a population with many
    /// equal values are uneven.
    /// </summary>
    /// <param name="population">Of each person with at least one event: the age of the last, how many, and their sum.</param>
    /// <exception cref="ArgumentException">The population is empty.</exception>
    public static RfmScale Of(IReadOnlyCollection<(TimeSpan Age, int Count, decimal Sum)> population)
    {
        ArgumentNullException.ThrowIfNull(population);
        if (population.Count == 0)
        {
            throw new ArgumentException("A scale needs a population.", nameof(population));
        }

        return new RfmScale
        {
            Ages = Fifths(population.Select(person => person.Age)),
            Counts = Fifths(population.Select(person => (decimal)person.Count)),
            Sums = Fifths(population.Select(person => person.Sum)),
        };
    }

    /// <summary>What a person counts for in the population of an rfm leaf at an instant; null for somebody without such an event.</summary>
    public static (TimeSpan Age, int Count, decimal Sum)? Measure(RfmRule rule, ProfileView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(view);
        var context = new RuleContext(view, now, TimeZoneInfo.Utc, SegmentSet.Empty);
        var events = EventSelection.Of([rule.Event], rule.Within, null, context);
        var total = new EventMeasure.Number(EventNumber.Sum, rule.Of, new NumberTest { AtLeast = 0 });
        return events.Count == 0 ? null : (now - events[^1].OccurredAt, events.Count, EventSelection.Compute(total, events, context.Zone)!.Value);
    }

    /// <summary>A person's scores, each 1 to 5.</summary>
    public (int Recency, int Frequency, int Monetary) Score(TimeSpan age, int count, decimal sum) =>
        (5 - Ages.Count(cut => age > cut), 1 + Counts.Count(cut => count > cut), 1 + Sums.Count(cut => sum > cut));

    private static ValueList<T> Fifths<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToArray();
        return [.. Enumerable.Range(1, 4).Select(fifth => sorted[(((sorted.Length * fifth) + 4) / 5) - 1])];
    }
}
