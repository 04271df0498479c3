namespace FirstParty.Consent;

/// <summary>
/// Everything but a person's own records that decides about them: the purposes, the published texts, the law on age. Immutable and safe for
/// concurrent use.
/// </summary>
/// <param name="Purposes">The purposes that may be named.</param>
public sealed record ConsentRules(PurposeRegistry Purposes)
{
    // The answers about whoever has no record, shared by all of them. A copy made by "with" starts anew.
    private DecisionTimeline?[]? _silent;

    private ConsentRules(ConsentRules original)
    {
        (Purposes, Policies, AgesOfConsent) = (original.Purposes, original.Policies, original.AgesOfConsent);
        (Jurisdiction, DirectedAtChildren) = (original.Jurisdiction, original.DirectedAtChildren);
    }

    /// <summary>The texts that were published; none by default. Kept up to date by whoever publishes.</summary>
    public PolicyHistory Policies { get; init; } = PolicyHistory.Empty;

    /// <summary>From which age children consent alone.</summary>
    public AgesOfConsent AgesOfConsent { get; init; } = AgesOfConsent.Standard;

    /// <summary>The ISO 3166 code of the law that applies where a record names none; null means the strictest age, 16.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Whether the service is directed at children: then an unknown age is not an adult's.</summary>
    public bool DirectedAtChildren { get; init; }

    internal DecisionTimeline?[] Silent =>
        Volatile.Read(ref _silent) ?? Interlocked.CompareExchange(ref _silent, new DecisionTimeline?[Purposes.Count], null) ?? _silent!;

    /// <summary>Whether the other says the same.</summary>
    public bool Equals(ConsentRules? other) =>
        other is not null && ReferenceEquals(Purposes, other.Purposes) && ReferenceEquals(Policies, other.Policies)
        && ReferenceEquals(AgesOfConsent, other.AgesOfConsent) && Jurisdiction == other.Jurisdiction && DirectedAtChildren == other.DirectedAtChildren;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Purposes, Policies, AgesOfConsent, Jurisdiction, DirectedAtChildren);
}
