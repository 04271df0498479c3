using FirstParty.Events;

namespace FirstParty.Segments.Rules;

/// <summary>One operator on a value with its operand. A closed set: each case is a nested record.</summary>
public abstract record ValueCondition
{
    private protected ValueCondition()
    {
    }

    /// <summary>The operator as JSON writes it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the answer depends on the clock.</summary>
    public virtual bool DependsOnClock => false;

    /// <summary><c>eq ne gt gte lt lte</c>: numbers with numbers, text with text, truth values (only eq and ne) with truth values.</summary>
    public sealed record Compare : ValueCondition
    {
        /// <summary>Compares with an operand.</summary>
        /// <exception cref="ArgumentException">The operand is not a number, text or (for eq and ne) a truth value.</exception>
        public Compare(ComparisonOperator @operator, AttributeValue operand)
        {
            ArgumentNullException.ThrowIfNull(operand);
            if (!IsScalar(operand) || (operand.Kind == AttributeKind.Boolean && @operator > ComparisonOperator.Ne))
            {
                throw new ArgumentException("Compare with a number, a text or, for eq and ne, a truth value.", nameof(operand));
            }

            _ = operand.AsString() is { } text ? RuleLimits.CheckText(text, nameof(operand)) : null;
            (Operator, Operand) = (@operator, operand);
        }

        /// <summary>The comparison.</summary>
        public ComparisonOperator Operator { get; }

        /// <summary>What the value is compared with.</summary>
        public AttributeValue Operand { get; }

        /// <inheritdoc />
        public override string Name => NameOf(Operator);

        internal static string NameOf(ComparisonOperator @operator) => @operator switch
        {
            ComparisonOperator.Eq => "eq",
            ComparisonOperator.Ne => "ne",
            ComparisonOperator.Gt => "gt",
            ComparisonOperator.Gte => "gte",
            ComparisonOperator.Lt => "lt",
            _ => "lte",
        };
    }

    /// <summary><c>in</c> and <c>nin</c>: equal to one of, or to none of, the values.</summary>
    public sealed record OneOf : ValueCondition
    {
        /// <summary>One of, or none of, these.</summary>
        /// <exception cref="ArgumentException">There is no value, too many, or one is not a scalar.</exception>
        public OneOf(ValueList<AttributeValue> values, bool negated = false) =>
            (Values, Negated) = (CheckScalars(values, nameof(values)), negated);

        /// <summary>The values.</summary>
        public ValueList<AttributeValue> Values { get; }

        /// <summary>Whether this is <c>nin</c>, which is true of a missing value.</summary>
        public bool Negated { get; }

        /// <inheritdoc />
        public override string Name => Negated ? "nin" : "in";
    }

    /// <summary><c>has hasAny hasAll hasNone</c>: tests of a list's items.</summary>
    public sealed record Items : ValueCondition
    {
        /// <summary>Tests a list's items.</summary>
        /// <exception cref="ArgumentException">There is no value, too many, or (for <c>has</c>) not exactly one, or one is not a scalar.</exception>
        public Items(ItemsOperator @operator, ValueList<AttributeValue> values)
        {
            Values = CheckScalars(values, nameof(values));
            Operator = @operator != ItemsOperator.Has || values.Count == 1
                ? @operator
                : throw new ArgumentException("\"has\" takes exactly one value.", nameof(values));
        }

        /// <summary>The test.</summary>
        public ItemsOperator Operator { get; }

        /// <summary>The values.</summary>
        public ValueList<AttributeValue> Values { get; }

        /// <inheritdoc />
        public override string Name => Operator switch
        {
            ItemsOperator.Has => "has",
            ItemsOperator.HasAny => "hasAny",
            ItemsOperator.HasAll => "hasAll",
            _ => "hasNone",
        };
    }

    /// <summary><c>size</c>: how many items a list has.</summary>
    public sealed record Size(NumberTest Test) : ValueCondition
    {
        /// <summary>The comparison of the number of items.</summary>
        public NumberTest Test { get; } = NumberTest.Check(Test, nameof(Test));

        /// <inheritdoc />
        public override string Name => "size";
    }

    /// <summary><c>exists</c>: there is a value and it is not null, or there is none.</summary>
    /// <param name="Expected">True for present, false for missing.</param>
    public sealed record Exists(bool Expected) : ValueCondition
    {
        /// <inheritdoc />
        public override string Name => "exists";
    }

    /// <summary><c>isEmpty</c>: of a text, list or object that is present, whether it has nothing in it.</summary>
    /// <param name="Expected">True for empty, false for not empty; both are false of a missing value.</param>
    public sealed record IsEmpty(bool Expected) : ValueCondition
    {
        /// <inheritdoc />
        public override string Name => "isEmpty";
    }

    /// <summary><c>is</c>: the value's kind.</summary>
    /// <param name="Shape">The kind.</param>
    public sealed record OfShape(ValueShape Shape) : ValueCondition
    {
        /// <inheritdoc />
        public override string Name => "is";
    }

    /// <summary><c>at</c>: the value is an ISO 8601 date or instant, and lies in time so.</summary>
    public sealed record At(InstantTest Test) : ValueCondition
    {
        /// <summary>The test.</summary>
        public InstantTest Test { get; } = InstantTest.Check(Test, nameof(Test));

        /// <inheritdoc />
        public override string Name => "at";

        /// <inheritdoc />
        public override bool DependsOnClock => Test.WithinLast is not null || Test.NotWithinLast is not null;
    }

    /// <summary>
    /// <c>anniversaryWithin</c>: the value is a date whose next yearly return, in the segment's zone, is today or begins within the duration from
    /// now. The 29th of February returns on the 28th in common years.
    /// </summary>
    public sealed record Anniversary(TimeSpan Within) : ValueCondition
    {
        /// <summary>The duration, at most 365 days.</summary>
        public TimeSpan Within { get; } = RuleLimits.CheckDuration(Within, nameof(Within)) <= TimeSpan.FromDays(365)
            ? Within
            : throw new ArgumentException("An anniversary is never further away than 365 days.", nameof(Within));

        /// <inheritdoc />
        public override string Name => "anniversaryWithin";

        /// <inheritdoc />
        public override bool DependsOnClock => true;
    }

    internal static bool IsScalar(AttributeValue value) =>
        value is { Kind: AttributeKind.String or AttributeKind.Number or AttributeKind.Boolean };

    private static ValueList<AttributeValue> CheckScalars(ValueList<AttributeValue> values, string parameter)
    {
        foreach (var value in RuleLimits.CheckList(values, parameter))
        {
            if (!IsScalar(value))
            {
                throw new ArgumentException("The values of a list operator are numbers, texts or truth values.", parameter);
            }

            _ = value.AsString() is { } text ? RuleLimits.CheckText(text, parameter) : null;
        }

        return values;
    }
}
