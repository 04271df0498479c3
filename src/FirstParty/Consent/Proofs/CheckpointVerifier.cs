namespace FirstParty.Consent.Proofs;

/// <summary>Checks checkpoint signatures against one public key.</summary>
/// <remarks>
/// For implementers: <see cref="Verify"/> is given hostile bytes and answers false, it does not throw. Must be safe for concurrent use.
/// </remarks>
public abstract class CheckpointVerifier
{
    /// <summary>The key's name on signature lines, usually the log's origin: not empty, no spaces, no plus signs.</summary>
    public abstract string Name { get; }

    /// <summary>The four bytes, read big-endian, that mark the key's signatures.</summary>
    public abstract uint KeyId { get; }

    /// <summary>True when <paramref name="signature"/> was made over exactly <paramref name="text"/> with this key.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);
}
