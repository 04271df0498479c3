using FirstParty.Events;

namespace FirstParty.Segments.Rules;

/// <summary>What a value must be: one or more conditions, all of which must hold.</summary>
public sealed record ValueTest
{
    /// <summary>A test.</summary>
    /// <exception cref="ArgumentException">There is no condition, or one operator occurs twice.</exception>
    public ValueTest(ValueList<ValueCondition> conditions, bool ignoreCase = false, MissingValue missing = MissingValue.ByOperator)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Count == 0 || conditions.Select(condition => condition.Name).Distinct(StringComparer.Ordinal).Count() < conditions.Count)
        {
            throw new ArgumentException("A leaf needs at least one operator, and each at most once.", nameof(conditions));
        }

        Conditions = conditions;
        HasTraitOperand = conditions.Any(condition => condition is TraitOperandCondition);
        IgnoreCase = ignoreCase;
        Missing = missing;
    }

    /// <summary>The conditions, at least one.</summary>
    public ValueList<ValueCondition> Conditions { get; }

    /// <summary>Whether equality and tests of text ignore case, as <see cref="StringComparison.OrdinalIgnoreCase"/> does.</summary>
    public bool IgnoreCase { get; }

    /// <summary>What is said of a missing value.</summary>
    public MissingValue Missing { get; }

    /// <summary>Whether the answer depends on the clock and not on the value alone.</summary>
    public bool DependsOnClock => Conditions.Any(condition => condition.DependsOnClock);

    /// <summary>The traits that the value is compared with.</summary>
    public IEnumerable<string> TraitOperands => Conditions.OfType<TraitOperandCondition>().Select(condition => condition.Trait);

    internal bool HasTraitOperand { get; }

    internal static ValueTest Of(ValueCondition condition) => new([condition]);

    internal static ValueTest Equal(AttributeValue value) => Of(new ValueCondition.Compare(ComparisonOperator.Eq, value));
}
