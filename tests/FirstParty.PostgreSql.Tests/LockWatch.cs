using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.PostgreSql.Tests;

/// <summary>A storage that lets a test act right after a session has locked somebody, as another node would at the worst moment.</summary>
internal sealed class LockWatch(FirstPartyStorage inner) : PassingStorage(inner)
{
    public Func<IReadOnlyList<Identifier>, Task>? AfterLock { get; set; }

    protected override StorageSession OfWriter(StorageSession session) => new Session(session, this);

    private sealed class Session(StorageSession inner, LockWatch watch) : PassingSession(inner)
    {
        private readonly Graph _graph = new(inner.Identity, watch);

        public override IdentityGraph Identity => _graph;
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
