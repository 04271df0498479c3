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

    /// <summary><c>firstAt</c> and <c>lastAt</c>: when the first or last event was; false when there is none.</summary>
    public sealed record Time(bool IsFirst, InstantTest Test) : EventMeasure
    {
        /// <summary>The test.</summary>
        public InstantTest Test { get; } = InstantTest.Check(Test, nameof(Test));

        /// <inheritdoc />
        public override string Name => IsFirst ? "firstAt" : "lastAt";
    }
}
