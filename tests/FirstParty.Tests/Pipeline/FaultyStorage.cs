using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Tests.Pipeline;

/// <summary>A memory that does what it is told to around its commits.</summary>
internal sealed class FaultyStorage : FirstPartyStorage
{
    private readonly InMemoryStorage _inner = new();

    /// <summary>What happens instead of a commit that is given to it.</summary>
    public Func<Func<ValueTask>, ValueTask> Committing { get; set; } = commit => commit();

    public override bool IsSingleWriter => true;

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => _inner.OpenAsync(cancellationToken);

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) =>
        new Session(await _inner.BeginWriteAsync(cancellationToken), this);

    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) => _inner.BeginReadAsync(cancellationToken);

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private sealed class Session(StorageSession inner, FaultyStorage storage) : StorageSession
    {
        public override EventLog Events => inner.Events;

        public override ErasedFacts ErasedFacts => inner.ErasedFacts;

        public override UnresolvedFacts Unresolved => inner.Unresolved;

        public override Quarantine Quarantine => inner.Quarantine;

        public override IdentityGraph Identity => inner.Identity;

        public override ConsentLog Consent => inner.Consent;

        public override ProfileStore Profiles => inner.Profiles;

        public override TraitOutbox TraitOutbox => inner.TraitOutbox;

        public override SegmentStore Segments => inner.Segments;

        public override ConsumerCursors Cursors => inner.Cursors;

        public override ValueTask CommitAsync(CancellationToken cancellationToken) => storage.Committing(() => inner.CommitAsync(cancellationToken));

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
