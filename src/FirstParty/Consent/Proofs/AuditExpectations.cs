namespace FirstParty.Consent.Proofs;

/// <summary>What an audit holds a log against. The more is given, the more an alteration must have reached to go unseen.</summary>
public sealed record AuditExpectations
{
    /// <summary>Nothing but the entries themselves.</summary>
    public static AuditExpectations None { get; } = new();

    /// <summary>The log's own head; null when it is not to be compared.</summary>
    public ConsentLogHead? Head { get; init; }

    /// <summary>
    /// Checkpoints that were kept where the log's keeper cannot reach, signatures checked. They alone reveal a log that was rewritten as a
    /// whole.
    /// </summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>The keys that sign the log's checkpoints, to check the note that stands with its head; empty when none are known.</summary>
    public IReadOnlyCollection<CheckpointVerifier> TrustedKeys { get; init; } = [];

    /// <summary>
    /// The fingerprints of all texts ever published, by <see cref="PolicyText.Hash"/>; null when texts are not to be compared.
    /// </summary>
    public IReadOnlySet<Hash256>? PolicyTexts { get; init; }
}
