using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>These identifiers belong to one person. Undone by retracting it.</summary>
public sealed record LinkAssertion : IdentityAct
{
    /// <summary>Two or more identifiers, in any order.</summary>
    public required ImmutableArray<Identifier> Identifiers { get; init; }

    /// <summary>How strongly it ties them together.</summary>
    public AssertionStrength Strength { get; init; } = AssertionStrength.Manual;

    internal EventAssertion AsEvent() => new() { Id = Id, Identifiers = Identifiers, OccurredAt = At, Strength = Strength };
}
