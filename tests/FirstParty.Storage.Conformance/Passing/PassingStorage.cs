namespace FirstParty.Storage.Conformance.Passing;

/// <summary>A storage that passes everything on to another: what a test wants to see or to hold up, it overrides.</summary>
/// <param name="inner">The other.</param>
/// <param name="keeps">Whether the other outlives it, so that it can be looked into after the platform is gone.</param>
internal abstract class PassingStorage(FirstPartyStorage inner, bool keeps = false) : FirstPartyStorage
{
    public override bool IsSingleWriter => inner.IsSingleWriter;

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) =>
        OfWriter(await inner.BeginWriteAsync(cancellationToken));

    public override async ValueTask<StorageSession> BeginExclusiveAsync(CancellationToken cancellationToken) =>
        inner.IsSingleWriter ? await BeginWriteAsync(cancellationToken) : OfWriter(await inner.BeginExclusiveAsync(cancellationToken));

    public override async ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) =>
        OfReader(await inner.BeginReadAsync(cancellationToken));

    public override ValueTask<bool> PauseAfterConflictAsync(int conflicts, CancellationToken cancellationToken) =>
        inner.PauseAfterConflictAsync(conflicts, cancellationToken);

    public override ValueTask DisposeAsync() => keeps ? ValueTask.CompletedTask : inner.DisposeAsync();

    protected virtual StorageSession OfWriter(StorageSession session) => session;

    protected virtual StorageSession OfReader(StorageSession session) => session;
}
