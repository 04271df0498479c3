namespace FirstParty.Consent.Proofs;

/// <summary>A log does not follow a checkpoint that it, or somebody in its name, issued before: history was cut or rewritten.</summary>
public sealed class CheckpointConflictException : Exception
{
    /// <summary>A conflict between two checkpoints.</summary>
    /// <param name="relation">How the log breaks with the earlier checkpoint.</param>
    /// <param name="earlier">The checkpoint kept elsewhere.</param>
    /// <param name="present">The state that the log shows now.</param>
    public CheckpointConflictException(CheckpointRelation relation, Checkpoint earlier, Checkpoint present)
        : base($"The log does not extend its earlier checkpoint: {relation} (size {earlier?.Size} then, {present?.Size} now).")
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(present);
        (Relation, Earlier, Present) = (relation, earlier, present);
    }

    /// <summary>How the log breaks with the earlier checkpoint.</summary>
    public CheckpointRelation Relation { get; }

    /// <summary>The checkpoint kept elsewhere.</summary>
    public Checkpoint Earlier { get; }

    /// <summary>The state that the log shows now.</summary>
    public Checkpoint Present { get; }
}
