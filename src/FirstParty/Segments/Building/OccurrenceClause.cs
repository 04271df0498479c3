using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>Whether events occurred at all.</summary>
public sealed class OccurrenceClause : EventClause<OccurrenceClause>
{
    internal OccurrenceClause(ValueList<string> names, EventWindow? window = null, SegmentRule? where = null)
        : base(names, window, where)
    {
    }

    /// <summary>At least one did.</summary>
    public SegmentRule AtLeastOnce() => new EventRule(Names, Window, Filter);

    /// <summary>None did; also true of somebody without any events.</summary>
    public SegmentRule Never() => new NotRule(AtLeastOnce());

    /// <summary>There is one in so many of the last stretches of equal length, counted back from now.</summary>
    /// <param name="least">In how many stretches at least.</param>
    /// <param name="stretches">How many are looked at, 2 to 100.</param>
    /// <param name="each">How long each is.</param>
    public SegmentRule Regularly(int least, int stretches, TimeSpan each) =>
        new EventRule(Names, Window, Filter, [new EventMeasure.Regularly(each, stretches, new NumberTest { AtLeast = least })]);

    /// <summary>They make up so many sessions: visits that are more than a gap apart.</summary>
    public SegmentRule Sessions(TimeSpan gap, NumberTest test) => new EventRule(Names, Window, Filter, [new EventMeasure.Sessions(gap, test)]);

    /// <summary>The value that a property takes most often, of several the one that occurred last.</summary>
    public ValueClause MostFrequent(string property) => new(test =>
        new EventRule(Names, Window, Filter, [new EventMeasure.Values(IsMostFrequent: true, property, test)]));

    /// <summary>The list of the different values of a property.</summary>
    public ValueClause Unique(string property) => new(test =>
        new EventRule(Names, Window, Filter, [new EventMeasure.Values(IsMostFrequent: false, property, test)]));

    private protected override OccurrenceClause With(EventWindow? window, SegmentRule? where) => new(Names, window, where);
}
