namespace FirstParty.Consent.Proofs;

/// <summary>One thing that an audit found wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="First">The first record concerned, by position in the log from 0.</param>
/// <param name="Last">The last record concerned; the same as <paramref name="First"/> when one record is named exactly.</param>
public readonly record struct AuditFault(AuditFaultKind Kind, long First, long Last)
{
    /// <summary>Such as <c>LeafAltered at 41</c> or <c>Gap at 7 to 9</c>.</summary>
    public override string ToString() => First == Last ? $"{Kind} at {First}" : $"{Kind} at {First} to {Last}";
}
