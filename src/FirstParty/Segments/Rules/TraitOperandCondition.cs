namespace FirstParty.Segments.Rules;

/// <summary>
/// A comparison with another trait of the same person: <c>{"prop":"total","gt":{"trait":"usualTotal"}}</c>, since format version 2. False when
/// either is missing or they are of different kinds; <c>ne</c> is then true.
/// </summary>
public sealed record TraitOperandCondition : ValueCondition
{
    /// <summary>Compares with a trait.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public TraitOperandCondition(ComparisonOperator @operator, string trait) =>
        (Operator, Trait) = (@operator, RuleLimits.CheckName(trait, nameof(trait)));

    /// <summary>The comparison.</summary>
    public ComparisonOperator Operator { get; }

    /// <summary>The trait that the value is compared with.</summary>
    public string Trait { get; }

    /// <inheritdoc />
    public override string Name => Compare.NameOf(Operator);
}
