using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>The first or last of some events: when it was, or a property of it. False, whatever is asked, when there is no such event.</summary>
public sealed class MomentClause : EventClause<MomentClause>
{
    private readonly bool _isFirst;

    internal MomentClause(bool isFirst, ValueList<string> names, EventWindow? window = null, SegmentRule? where = null)
        : base(names, window, where) => _isFirst = isFirst;

    /// <summary>It was within the last so long.</summary>
    public SegmentRule Within(TimeSpan length) => Is(new InstantTest { WithinLast = length });

    /// <summary>There was one, and it was longer ago.</summary>
    public SegmentRule NotWithin(TimeSpan length) => Is(new InstantTest { NotWithinLast = length });

    /// <summary>It was before an instant.</summary>
    public SegmentRule Before(DateTimeOffset instant) => Is(new InstantTest { Before = instant });

    /// <summary>It was at or after an instant.</summary>
    public SegmentRule After(DateTimeOffset instant) => Is(new InstantTest { After = instant });

    /// <summary>Whatever a test says of its time.</summary>
    public SegmentRule Is(InstantTest test) => new EventRule(Names, Window, Filter, [new EventMeasure.Time(_isFirst, test)]);

    /// <summary>A property of it.</summary>
    public ValueClause Property(string name) =>
        new(test => new EventRule(Names, Window, Filter, [new EventMeasure.Property(_isFirst, name, test)]));

    private protected override MomentClause With(EventWindow? window, SegmentRule? where) => new(_isFirst, Names, window, where);
}
