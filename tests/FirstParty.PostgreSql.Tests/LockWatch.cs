using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tests;

/// <summary>A storage that lets a test act right after a session has locked somebody, as another node would at the worst moment.</summary>
internal sealed class LockWatch(FirstPartyStorage inner) : FirstPartyStorage
{
    public Func<IReadOnlyList<Identifier>, Task>? AfterLock { get; set; }

    public override bool IsSingleWriter => inner.IsSingleWriter;

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) =>
        new Session(await inner.BeginWriteAsync(cancellationToken), this);

    public override ValueTask<StorageSession> BeginExclusiveAsync(CancellationToken cancellationToken) => inner.BeginExclusiveAsync(cancellationToken);

    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) => inner.BeginReadAsync(cancellationToken);

    public override ValueTask<bool> PauseAfterConflictAsync(int conflicts, CancellationToken cancellationToken) =>
        inner.PauseAfterConflictAsync(conflicts, cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Session(StorageSession inner, LockWatch watch) : StorageSession
    {
        private readonly Graph _graph = new(inner.Identity, watch);

        public override EventLog Events => inner.Events;

        public override ErasedFacts ErasedFacts => inner.ErasedFacts;

        public override UnresolvedFacts Unresolved => inner.Unresolved;

        public override Quarantine Quarantine => inner.Quarantine;

        public override IdentityGraph Identity => _graph;

        public override ConsentLog Consent => inner.Consent;

        public override ProfileStore Profiles => inner.Profiles;

        public override TraitOutbox TraitOutbox => inner.TraitOutbox;

        public override SegmentStore Segments => inner.Segments;

        public override ConsumerCursors Cursors => inner.Cursors;

        public override SegmentSqlSession? SegmentSql => inner.SegmentSql;

        public override ValueTask CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Graph(IdentityGraph inner, LockWatch watch) : IdentityGraph
    {
        public override bool NeedsLocks => inner.NeedsLocks;

        public override ComponentHold? HoldOf(ProfileId component) => inner.HoldOf(component);

        public override void Expect(IReadOnlyDictionary<ProfileId, GraphNode> nodes) => inner.Expect(nodes);

        public override async ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken)
        {
            var changed = await inner.LockAsync(identifiers, cancellationToken);
            await (watch.AfterLock?.Invoke(identifiers) ?? Task.CompletedTask);
            return changed;
        }

        public override ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken) => inner.FindAsync(query, cancellationToken);

        public override ValueTask<GraphSnapshot> ReadComponentsAsync(IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken) =>
            inner.ReadComponentsAsync(components, cancellationToken);

        public override ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
            IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken) =>
            inner.ReadEventsAsync(identifiers, facts, cancellationToken);

        public override ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken) =>
            inner.ListLinksAsync(query, cancellationToken);

        public override ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken) => inner.WriteAsync(change, cancellationToken);

        public override ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken) =>
            inner.ReadHistoryAsync(ids, cancellationToken);
    }
}
