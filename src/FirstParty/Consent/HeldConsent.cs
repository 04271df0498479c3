using FirstParty.Consent.Proofs;

namespace FirstParty.Consent;

/// <summary>A record that a legal hold kept, checked against its leaf.</summary>
/// <param name="Record">The record as it was sealed when the person was there.</param>
/// <param name="Opening">What opens it in a proof: give it to the bundle of <see cref="ConsentRecord.Sequence"/>.</param>
public sealed record HeldConsent(ConsentRecord Record, ProofOpening Opening);
