using System.Collections.Immutable;

namespace FirstParty.Profiles;

/// <summary>Why a trait has the value it has: every claim, with the step that beat it.</summary>
public sealed record TraitExplanation
{
    /// <summary>The surviving value, or null when none survives: no claim, or an explicit unset won.</summary>
    public required TraitValue? Value { get; init; }

    /// <summary>The rule that decided.</summary>
    public required SurvivorshipRule Rule { get; init; }

    /// <summary>All claims: winner and contributors first, then the losers, newest first, then those that were ignored.</summary>
    public required ImmutableArray<ExplainedClaim> Claims { get; init; }

    /// <summary>How many claims there are that the purpose may not see: they take no part, not even as losers.</summary>
    public int Withheld { get; init; }
}
