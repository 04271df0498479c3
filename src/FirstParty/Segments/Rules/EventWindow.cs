using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Rules;

/// <summary>
/// The stretch of time that events are taken from. A closed set: each case is a nested record. Whatever the window, an event after
/// <c>now</c> is not in it. Durations are exact (a day is 24 hours); months and years exist only in <see cref="Calendar"/>.
/// </summary>
public abstract record EventWindow
{
    private protected EventWindow()
    {
    }

    /// <summary>Whether an event can enter or leave the window without anything new being known.</summary>
    public abstract bool DependsOnClock { get; }

    /// <summary><c>{"last":"14d"}</c>: [now − length, now], both ends in.</summary>
    public sealed record Last(TimeSpan Length) : EventWindow
    {
        /// <summary>How far back it reaches.</summary>
        public TimeSpan Length { get; } = RuleLimits.CheckDuration(Length, nameof(Length));

        /// <inheritdoc />
        public override bool DependsOnClock => true;
    }

    /// <summary><c>{"between":["60d","30d"]}</c>: [now − far, now − near), whichever of the two is written first.</summary>
    public sealed record Between : EventWindow
    {
        /// <summary>A window in the past.</summary>
        /// <exception cref="ArgumentException">The two are equal, so that nothing is between them.</exception>
        public Between(TimeSpan one, TimeSpan other)
        {
            RuleLimits.CheckDuration(one, nameof(one));
            RuleLimits.CheckDuration(other, nameof(other));
            (Far, Near) = one > other ? (one, other) : (other, one);
            if (one == other)
            {
                throw new ArgumentException("A window between two equal ages is empty.", nameof(other));
            }
        }

        /// <summary>How far back it starts.</summary>
        public TimeSpan Far { get; }

        /// <summary>How far back it ends.</summary>
        public TimeSpan Near { get; }

        /// <inheritdoc />
        public override bool DependsOnClock => true;
    }

    /// <summary><c>{"first":"30d","after":"firstEvent"}</c>: [anchor, anchor + length).</summary>
    public sealed record First : EventWindow
    {
        /// <summary>A window that starts at an anchor.</summary>
        public First(TimeSpan length, WindowAnchor? after = null) =>
            (Length, After) = (RuleLimits.CheckDuration(length, nameof(length)), after ?? new WindowAnchor.FirstEvent());

        /// <summary>How long it is.</summary>
        public TimeSpan Length { get; }

        /// <summary>Where it starts; by default at the person's first event of any name.</summary>
        public WindowAnchor After { get; }

        /// <inheritdoc />
        public override bool DependsOnClock => false;
    }

    /// <summary>
    /// <c>{"session":"30m"}</c>: the person's last session, from the first of the last run of events of any name in which each follows another within
    /// the gap, inclusive. Since format version 2.
    /// </summary>
    public sealed record Session(TimeSpan Gap) : EventWindow
    {
        /// <summary>The longest pause within the session.</summary>
        public TimeSpan Gap { get; } = RuleLimits.CheckDuration(Gap, nameof(Gap));

        /// <inheritdoc />
        public override bool DependsOnClock => false;
    }

    /// <summary><c>{"from":"2026-11-01","to":"2026-12-01"}</c>: [from, to).</summary>
    public sealed record Fixed : EventWindow
    {
        /// <summary>A fixed window.</summary>
        /// <exception cref="ArgumentException"><paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public Fixed(DateTimeOffset from, DateTimeOffset? to = null)
        {
            (From, To) = (from.ToUniversalTime(), to?.ToUniversalTime());
            if (to <= from)
            {
                throw new ArgumentException("A window ends after it starts.", nameof(to));
            }
        }

        /// <summary>Its start, inclusive. UTC.</summary>
        public DateTimeOffset From { get; }

        /// <summary>Its end, exclusive, or null for none. UTC.</summary>
        public DateTimeOffset? To { get; }

        /// <inheritdoc />
        public override bool DependsOnClock => false;
    }

    /// <summary><c>{"calendar":"month","offset":-1}</c>: a period of the calendar in a time zone; offset 0 is the one that <c>now</c> is in.</summary>
    public sealed record Calendar : EventWindow
    {
        /// <summary>A period of the calendar.</summary>
        /// <exception cref="ArgumentException">The offset is not from −1,200 to 0, or the zone is unknown to this machine.</exception>
        public Calendar(CalendarPeriod period, int offset = 0, string? timeZone = null)
        {
            Period = period;
            Offset = offset is <= 0 and >= -1_200
                ? offset
                : throw new ArgumentException("An offset is 0 for the current period, −1 for the one before, down to −1,200.", nameof(offset));
            TimeZone = timeZone is null ? null : Zones.Check(timeZone, nameof(timeZone));
        }

        /// <summary>The kind of period.</summary>
        public CalendarPeriod Period { get; }

        /// <summary>How many periods before the current one: 0 or negative.</summary>
        public int Offset { get; }

        /// <summary>The IANA zone, <c>profile</c> for the person's own trait <c>timezone</c>, or null for the segment's.</summary>
        public string? TimeZone { get; }

        /// <inheritdoc />
        public override bool DependsOnClock => true;
    }
}
