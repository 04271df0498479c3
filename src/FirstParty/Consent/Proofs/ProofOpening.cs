namespace FirstParty.Consent.Proofs;

/// <summary>What opens a record's sealed payload in a proof.</summary>
/// <remarks>
/// The secret opens every record of its subject, so a bundle with an opening is for the person, the court or the authority alone. Without
/// one a bundle still proves purpose, act, day and text.
/// </remarks>
/// <param name="Secret">The subject's secret, 32 bytes.</param>
/// <param name="Ciphertext">The sealed payload, tag included.</param>
public sealed record ProofOpening(ReadOnlyMemory<byte> Secret, ReadOnlyMemory<byte> Ciphertext);
