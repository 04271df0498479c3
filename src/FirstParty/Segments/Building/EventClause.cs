using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Building;

/// <summary>A clause about events: which, in which window. Immutable: every call gives a new clause.</summary>
/// <typeparam name="TClause">The clause itself.</typeparam>
public abstract class EventClause<TClause>
    where TClause : EventClause<TClause>
{
    private protected EventClause(ValueList<string> names, EventWindow? window, SegmentRule? where) =>
        (Names, Window, Filter) = (names, window, where);

    private protected ValueList<string> Names { get; }

    private protected EventWindow? Window { get; }

    private protected SegmentRule? Filter { get; }

    /// <summary>Only events that pass a filter of <see cref="Rule.Property"/> tests; a second filter must pass as well.</summary>
    /// <exception cref="ArgumentException">The filter tests anything but properties.</exception>
    public TClause Where(SegmentRule filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        RuleTree.CheckWhere(filter, nameof(filter));
        return With(Window, Filter is null ? filter : Filter & filter);
    }

    /// <summary>Only events of the last so long: [now − length, now].</summary>
    public TClause Over(TimeSpan length) => With(new EventWindow.Last(length), Filter);

    /// <summary>Only events between two ages: [now − the longer, now − the shorter).</summary>
    public TClause Between(TimeSpan one, TimeSpan other) => With(new EventWindow.Between(one, other), Filter);

    /// <summary>Only events of the first so long after an anchor, by default the person's first event of any name: [anchor, anchor + length).</summary>
    public TClause InFirst(TimeSpan length, WindowAnchor? after = null) => With(new EventWindow.First(length, after), Filter);

    /// <summary>Only events from an instant on, and before another if one is given: [from, to).</summary>
    public TClause From(DateTimeOffset from, DateTimeOffset? to = null) => With(new EventWindow.Fixed(from, to), Filter);

    /// <summary>Only events of the person's last session: the last run of events of any name in which each follows another within the gap.</summary>
    public TClause InLastSession(TimeSpan gap) => With(new EventWindow.Session(gap), Filter);

    /// <summary>Only events of a period of the calendar: 0 is the current one, −1 the one before.</summary>
    /// <param name="period">The kind of period.</param>
    /// <param name="offset">0 or negative.</param>
    /// <param name="timeZone">An IANA zone, <c>profile</c>, or null for the segment's own.</param>
    public TClause In(CalendarPeriod period, int offset = 0, string? timeZone = null) =>
        With(new EventWindow.Calendar(period, offset, timeZone), Filter);

    private protected abstract TClause With(EventWindow? window, SegmentRule? where);
}
