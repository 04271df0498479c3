using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Tests.Pipeline;

/// <summary>A memory that counts the rows that it is made to load.</summary>
internal sealed class CountingStorage : FirstPartyStorage
{
    private readonly InMemoryStorage _inner = new();

    /// <summary>How many events, nodes and links the writer was made to load.</summary>
    public long Loaded { get; private set; }

    /// <summary>How many events those beside it were.</summary>
    public long LoadedBeside { get; private set; }

    public override bool IsSingleWriter => true;

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => _inner.OpenAsync(cancellationToken);

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) =>
        new Session(await _inner.BeginWriteAsync(cancellationToken), this);

    public override async ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) =>
        new Session(await _inner.BeginReadAsync(cancellationToken), this, reads: true);

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private IReadOnlyList<T> Count<T>(IReadOnlyList<T> rows, bool beside = false)
    {
        (Loaded, LoadedBeside) = beside ? (Loaded, LoadedBeside + rows.Count) : (Loaded + rows.Count, LoadedBeside);
        return rows;
    }

    private GraphSnapshot Count(GraphSnapshot region)
    {
        Loaded += region.Nodes.Count + region.Links.Count + region.Acts.Count;
        return region;
    }

    private sealed class Session(StorageSession inner, CountingStorage counter, bool reads = false) : StorageSession
    {
        public override EventLog Events { get; } = new CountedEvents(inner.Events, counter, reads);

        public override ErasedFacts ErasedFacts => inner.ErasedFacts;

        public override Quarantine Quarantine => inner.Quarantine;

        public override UnresolvedFacts Unresolved => inner.Unresolved;

        public override IdentityGraph Identity { get; } = reads ? inner.Identity : new CountedGraph(inner.Identity, counter);

        public override ConsentLog Consent => inner.Consent;

        public override ProfileStore Profiles => inner.Profiles;

        public override TraitOutbox TraitOutbox => inner.TraitOutbox;

        public override SegmentStore Segments => inner.Segments;

        public override ConsumerCursors Cursors => inner.Cursors;

        public override ValueTask CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class CountedEvents(EventLog inner, CountingStorage counter, bool reads) : EventLog
    {
        public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
            inner.AppendAsync(events, cancellationToken);

        public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
            IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken) =>
            counter.Count(await inner.ReadAsync(anchors, cancellationToken), reads);

        public override async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken) =>
            counter.Count(await inner.FindAsync(ids, cancellationToken), reads);

        public override IAsyncEnumerable<LoggedEvent> ReadAllAsync(CancellationToken cancellationToken) => inner.ReadAllAsync(cancellationToken);

        public override ValueTask<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

        public override ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
            IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken) =>
            inner.CountAnchoredAsync(anchors, most, cancellationToken);

        public override ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken) =>
            inner.ReanchorAsync(anchors, cancellationToken);

        public override ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken) =>
            inner.EraseAsync(events, cancellationToken);
    }

    private sealed class CountedGraph(IdentityGraph inner, CountingStorage counter) : IdentityGraph
    {
        public override async ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken) =>
            counter.Count(await inner.FindAsync(query, cancellationToken));

        public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
            inner.LockAsync(identifiers, cancellationToken);

        public override async ValueTask<GraphSnapshot> ReadComponentsAsync(
            IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken) =>
            counter.Count(await inner.ReadComponentsAsync(components, cancellationToken));

        public override async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
            IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken) =>
            counter.Count(await inner.ReadEventsAsync(identifiers, facts, cancellationToken));

        public override async ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken) =>
            await inner.ListLinksAsync(query, cancellationToken);

        public override ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken) => inner.WriteAsync(change, cancellationToken);

        public override ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
            IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken) => inner.ReadHistoryAsync(ids, cancellationToken);
    }
}
