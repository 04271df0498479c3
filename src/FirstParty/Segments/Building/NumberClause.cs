using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>A number computed from events, to be compared.</summary>
public sealed class NumberClause : EventClause<NumberClause>
{
    private readonly EventNumber _kind;
    private readonly string? _of;

    internal NumberClause(EventNumber kind, string? of, ValueList<string> names, EventWindow? window = null, SegmentRule? where = null)
        : base(names, window, where) => (_kind, _of) = (kind, of);

    /// <summary>At least this.</summary>
    public SegmentRule AtLeast(decimal number) => Is(new NumberTest { AtLeast = number });

    /// <summary>More than this.</summary>
    public SegmentRule MoreThan(decimal number) => Is(new NumberTest { MoreThan = number });

    /// <summary>At most this; a count of nothing is 0.</summary>
    public SegmentRule AtMost(decimal number) => Is(new NumberTest { AtMost = number });

    /// <summary>Less than this; a count of nothing is 0.</summary>
    public SegmentRule LessThan(decimal number) => Is(new NumberTest { LessThan = number });

    /// <summary>Exactly this; a count of nothing is 0.</summary>
    public SegmentRule Exactly(decimal number) => Is(new NumberTest { EqualTo = number });

    /// <summary>From one number to another, both in.</summary>
    public SegmentRule FromTo(decimal least, decimal most) => Is(new NumberTest { AtLeast = least, AtMost = most });

    /// <summary>In relation to another such number, times a factor.</summary>
    public SegmentRule ComparedWith(ComparisonOperator @operator, NumberClause other, decimal times = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RelativeRule(ToFigure(), @operator, other.ToFigure(), times);
    }

    /// <summary>More than another such number.</summary>
    public SegmentRule MoreThan(NumberClause other) => ComparedWith(ComparisonOperator.Gt, other);

    /// <summary>Whatever a test says.</summary>
    public SegmentRule Is(NumberTest test) => new EventRule(Names, Window, Filter, [new EventMeasure.Number(_kind, _of, test)]);

    private EventFigure ToFigure() => new(Names, _kind, _of, Window, Filter);

    private protected override NumberClause With(EventWindow? window, SegmentRule? where) => new(_kind, _of, Names, window, where);
}
