namespace FirstParty.Identity;

/// <summary>
/// As of this instant: what events tied together longer ago than their namespaces allow (<see cref="NamespaceRule.ExpiresAfter"/>) holds no longer. Of
/// several the latest instant counts, whatever the order in which they were said. Undone by retracting it.
/// </summary>
public sealed record ExpireAssertion : IdentityAct
{
    /// <summary>The instant that ages are measured against. UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }
}
