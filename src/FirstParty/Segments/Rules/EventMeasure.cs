namespace FirstParty.Segments.Rules;

/// <summary>What is asked of the events of a selection. A closed set: each case is a nested record.</summary>
public abstract record EventMeasure
{
    private protected EventMeasure()
    {
    }

    /// <summary>The measure as JSON writes it.</summary>
    public abstract string Name { get; }

    /// <summary>A number computed from the events, compared.</summary>
    public sealed record Number : EventMeasure
    {
        /// <summary>Compares a number.</summary>
        /// <exception cref="ArgumentException">A property is named where none is used, or is missing where one is.</exception>
        public Number(EventNumber kind, string? of, NumberTest test)
        {
            if ((kind is EventNumber.Count or EventNumber.DistinctDays) != (of is null))
            {
                throw new ArgumentException("sum, avg, min, max and distinct are of a property; count and distinctDays are not.", nameof(of));
            }

            Kind = kind;
            Of = of is null ? null : RuleLimits.CheckName(of, nameof(of));
            Test = NumberTest.Check(test, nameof(test));
        }

        /// <summary>Which number.</summary>
        public EventNumber Kind { get; }

        /// <summary>The property it is computed from; null for <see cref="EventNumber.Count"/> and <see cref="EventNumber.DistinctDays"/>.</summary>
        public string? Of { get; }

        /// <summary>The comparison.</summary>
        public NumberTest Test { get; }

        /// <inheritdoc />
        public override string Name => Kind switch
        {
            EventNumber.Count => "count",
            EventNumber.DistinctDays => "distinctDays",
            EventNumber.Sum => "sum",
            EventNumber.Avg => "avg",
            EventNumber.Min => "min",
            EventNumber.Max => "max",
            _ => "distinct",
        };
    }

    /// <summary><c>first</c> and <c>last</c>: a property of the first or last event.</summary>
    public sealed record Property(bool IsFirst, string Of, ValueTest Test) : EventMeasure
    {
        /// <summary>The property.</summary>
        public string Of { get; } = RuleLimits.CheckName(Of, nameof(Of));

        /// <inheritdoc />
        public override string Name => IsFirst ? "first" : "last";
    }

    /// <summary>
    /// <c>mostFrequent</c>: the value that a property takes most often, of several the one that occurred last; <c>unique</c>: the list of its
    /// different values, in the order they first occurred. Missing when the property has no value. Since format version 2.
    /// </summary>
    public sealed record Values(bool IsMostFrequent, string Of, ValueTest Test) : EventMeasure
    {
        /// <summary>The property.</summary>
        public string Of { get; } = RuleLimits.CheckName(Of, nameof(Of));

        /// <inheritdoc />
        public override string Name => IsMostFrequent ? "mostFrequent" : "unique";
    }

    /// <summary>
    /// <c>regularly</c>: in how many of the last so many stretches of equal length, counted back from now, there is an event. Since format version 2.
    /// </summary>
    public sealed record Regularly : EventMeasure
    {
        /// <summary>Counts stretches.</summary>
        /// <exception cref="ArgumentException">There are not 2 to 100 stretches, or their length is out of range.</exception>
        public Regularly(TimeSpan each, int stretches, NumberTest test)
        {
            Each = RuleLimits.CheckDuration(each, nameof(each));
            Stretches = stretches is >= 2 and <= 100
                ? stretches
                : throw new ArgumentException("\"regularly\" looks at 2 to 100 stretches.", nameof(stretches));
            Test = NumberTest.Check(test, nameof(test));
        }

        /// <summary>How long each is: the first holds ages from 0 to under this, the second from this to under twice this, and so on.</summary>
        public TimeSpan Each { get; }

        /// <summary>How many are looked at.</summary>
        public int Stretches { get; }

        /// <summary>How many of them must have an event.</summary>
        public NumberTest Test { get; }

        /// <inheritdoc />
        public override string Name => "regularly";
    }

    /// <summary>
    /// <c>sessions</c>: how many visits the events make up, where one that follows another within the gap belongs to the same. Since format version 2.
    /// </summary>
    public sealed record Sessions : EventMeasure
    {
        /// <summary>Counts sessions.</summary>
        /// <exception cref="ArgumentException">The gap is out of range, or nothing is compared.</exception>
        public Sessions(TimeSpan gap, NumberTest test) =>
            (Gap, Test) = (RuleLimits.CheckDuration(gap, nameof(gap)), NumberTest.Check(test, nameof(test)));

        /// <summary>The longest pause within a session, inclusive.</summary>
        public TimeSpan Gap { get; }

        /// <summary>How many sessions there must be.</summary>
        public NumberTest Test { get; }

        /// <inheritdoc />
        public override string Name => "sessions";
    }

    /// <summary><c>firstAt</c> and <c>lastAt</c>: when the first or last event was; false when there is none.</summary>
    public sealed record Time(bool IsFirst, InstantTest Test) : EventMeasure
    {
        /// <summary>The test.</summary>
        public InstantTest Test { get; } = InstantTest.Check(Test, nameof(Test));

        /// <inheritdoc />
        public override string Name => IsFirst ? "firstAt" : "lastAt";
    }
}
