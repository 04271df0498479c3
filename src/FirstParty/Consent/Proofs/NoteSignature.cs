namespace FirstParty.Consent.Proofs;

/// <summary>One signature line of a signed note.</summary>
/// <param name="Name">The key's name; says whose signature it claims to be, and is not itself proof.</param>
/// <param name="KeyId">The first four bytes, big-endian, by which a verifier recognises its key.</param>
/// <param name="Signature">The signature's bytes, in the form that the key's algorithm gives.</param>
/// <seealso href="https://c2sp.org/signed-note">C2SP signed-note</seealso>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature);
