namespace FirstParty.Consent.Proofs;

/// <summary>Signs checkpoints with a key that the log's storage does not hold.</summary>
/// <remarks>
/// For implementers: keep the private key out of the database, in a key service or hardware module. Whoever holds both the database and the
/// key can rewrite all of history without a trace but in the checkpoints kept elsewhere. Must be safe for concurrent use.
/// </remarks>
public abstract class CheckpointSigner
{
    /// <summary>The public side of the key.</summary>
    public abstract CheckpointVerifier Verifier { get; }

    /// <summary>Signs a checkpoint's note text, UTF-8 with its last LF, and returns the signature without the key id.</summary>
    public abstract ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken);
}
