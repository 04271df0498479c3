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

    private protected override OccurrenceClause With(EventWindow? window, SegmentRule? where) => new(Names, window, where);
}
