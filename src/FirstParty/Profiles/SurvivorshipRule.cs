using System.Collections.Immutable;

namespace FirstParty.Profiles;

/// <summary>How a trait's value survives.</summary>
/// <param name="Strategy">The strategy.</param>
public sealed record SurvivorshipRule(SurvivorshipStrategy Strategy)
{
    /// <summary>The most trusted survives.</summary>
    public static SurvivorshipRule MostTrusted { get; } = new(SurvivorshipStrategy.MostTrusted);

    /// <summary>The newest survives.</summary>
    public static SurvivorshipRule MostRecent { get; } = new(SurvivorshipStrategy.MostRecent);

    /// <summary>The names of sources, best first; those not listed come after all that are.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>After which age a claim is stale, for <see cref="SurvivorshipStrategy.MostTrusted"/>; null for never.</summary>
    public TimeSpan? StaleAfter { get; init; }
}
