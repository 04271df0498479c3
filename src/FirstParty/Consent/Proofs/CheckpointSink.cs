namespace FirstParty.Consent.Proofs;

/// <summary>
/// A place outside the log's own storage where checkpoints are kept: a file share, a mail to the data protection officer, an immutable
/// blob, a time-stamping service. The log proves something only against a checkpoint that its keeper cannot reach.
/// </summary>
/// <remarks>
/// For implementers: <see cref="PublishAsync"/> returns when the checkpoint is durable, accepts the same checkpoint twice, and never
/// replaces one it already holds. Must be safe for concurrent use.
/// </remarks>
public abstract class CheckpointSink
{
    /// <summary>Keeps a checkpoint.</summary>
    public abstract ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>
    /// The checkpoint of the largest size that is kept for a log, or null when there is none or the sink cannot be read back.
    /// </summary>
    public abstract ValueTask<SignedCheckpoint?> ReadLatestAsync(string origin, CancellationToken cancellationToken);
}
