using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.Tests.Pipeline;

/// <summary>A memory that counts the rows that it is made to load.</summary>
internal sealed class CountingStorage() : PassingStorage(new InMemoryStorage())
{
    /// <summary>How many events, nodes and links the writer was made to load.</summary>
    public long Loaded { get; private set; }

    /// <summary>How many events those beside it were.</summary>
    public long LoadedBeside { get; private set; }

    protected override StorageSession OfWriter(StorageSession session) => new Session(session, this);

    protected override StorageSession OfReader(StorageSession session) => new Session(session, this, reads: true);

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

    private sealed class Session(StorageSession inner, CountingStorage counter, bool reads = false) : PassingSession(inner)
    {
        public override EventLog Events { get; } = new CountedEvents(inner.Events, counter, reads);

        public override IdentityGraph Identity { get; } = reads ? inner.Identity : new CountedGraph(inner.Identity, counter);
    }

    private sealed class CountedEvents(EventLog inner, CountingStorage counter, bool reads) : PassingEvents(inner)
    {
        public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
            IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken) =>
            counter.Count(await base.ReadAsync(anchors, cancellationToken), reads);

        public override async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken) =>
            counter.Count(await base.FindAsync(ids, cancellationToken), reads);
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
