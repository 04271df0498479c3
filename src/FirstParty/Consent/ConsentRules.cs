namespace FirstParty.Consent;

/// <summary>
/// Everything but a person's own records that decides about them: the purposes, the published texts, the law on age. Immutable and safe for
/// concurrent use.
/// </summary>
/// <param name="Purposes">The purposes that may be named.</param>
public sealed record ConsentRules(PurposeRegistry Purposes)
{
    /// <summary>The texts that were published; none by default. Kept up to date by whoever publishes.</summary>
    public PolicyHistory Policies { get; init; } = PolicyHistory.Empty;

    /// <summary>From which age children consent alone.</summary>
    public AgesOfConsent AgesOfConsent { get; init; } = AgesOfConsent.Standard;

    /// <summary>The ISO 3166 code of the law that applies where a record names none; null means the strictest age, 16.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Whether the service is directed at children: then an unknown age is not an adult's.</summary>
    public bool DirectedAtChildren { get; init; }
}
