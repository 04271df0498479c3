namespace FirstParty.Consent;

/// <summary>Whether a purpose may be pursued for a person at an instant, and why. A value; making one allocates nothing.</summary>
/// <param name="Status">How the person stands to the purpose.</param>
/// <param name="Reason">Why.</param>
/// <param name="Basis">The purpose's lawful basis.</param>
public readonly record struct ConsentDecision(ConsentStatus Status, ConsentReason Reason, LawfulBasis Basis)
{
    private readonly long _sequencePlusOne;
    private readonly long _validUntilTicks;
    private readonly long _checkpointSizePlusOne;

    /// <summary>Whether it may be done.</summary>
    public bool Allowed =>
        Status is ConsentStatus.Granted or ConsentStatus.NotObjected or ConsentStatus.NotOptedOut or ConsentStatus.NotApplicable;

    /// <summary>Whether the person said no, or is gone: what happened meanwhile is never used, not even after a later yes.</summary>
    public bool IsRefusal =>
        Status is ConsentStatus.Denied or ConsentStatus.Withdrawn or ConsentStatus.Objected or ConsentStatus.OptedOut
        || (Status == ConsentStatus.Blocked && Reason == ConsentReason.Erased);

    /// <summary>The log position of the record that decided; null when none did.</summary>
    public long? RecordSequence
    {
        get => _sequencePlusOne == 0 ? null : _sequencePlusOne - 1;
        init => _sequencePlusOne = value is { } sequence ? sequence + 1 : 0;
    }

    /// <summary>The end, exclusive, of a grant's validity; null when it has none. UTC.</summary>
    public DateTimeOffset? ValidUntil
    {
        get => _validUntilTicks == 0 ? null : new DateTimeOffset(_validUntilTicks, TimeSpan.Zero);
        init => _validUntilTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>
    /// How many records the log's latest signed checkpoint covered when this was decided: the record that decided can be proved by it when its position is
    /// lower. Null when no checkpoint was signed, or nobody asked for it.
    /// </summary>
    public long? CheckpointSize
    {
        get => _checkpointSizePlusOne == 0 ? null : _checkpointSizePlusOne - 1;
        init => _checkpointSizePlusOne = value is { } size ? size + 1 : 0;
    }

    /// <summary>Whether a grant was explicit, as special categories need.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Whether a guardian granted for somebody who has come of age since, and should now be asked themselves.</summary>
    public bool ReaffirmDue { get; init; }

    internal ConsentDecision Blocked(ConsentReason reason) => this with { Status = ConsentStatus.Blocked, Reason = reason };
}
