using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// These facts count as never said, for good, whether they have arrived yet or not. What no fact is named by changes nothing. A
/// retraction cannot itself be retracted; say the fact again under a new id.
/// </summary>
public sealed record RetractAssertion : IdentityAct
{
    /// <summary>The facts.</summary>
    public required ImmutableArray<FactId> Targets { get; init; }
}
