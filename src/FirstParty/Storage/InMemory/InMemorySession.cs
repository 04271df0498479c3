using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Storage.InMemory;

/// <summary>A session over one version of everything; what it makes of it is published on commit.</summary>
internal sealed class InMemorySession(InMemoryState state, Action<InMemoryState>? publish, Action? ended) : StorageSession
{
    private readonly InMemoryEventLog _events = new(state.Events);
    private readonly InMemoryErasedFacts _erasedFacts = new(state.ErasedFacts);
    private readonly InMemoryUnresolvedFacts _unresolved = new(state.Unresolved);
    private readonly InMemoryQuarantine _quarantine = new(state.Quarantine);
    private readonly InMemoryConsentLog _consent = new(state.Consent);
    private readonly InMemoryProfileStore _profiles = new(state.Profiles);
    private readonly InMemoryTraitOutbox _traitOutbox = new(state.TraitOutbox);
    private readonly InMemorySegmentStore _segments = new(state.Segments);
    private readonly InMemoryConsumerCursors _cursors = new(state.Cursors);
    private InMemoryIdentityGraph? _identity;
    private Action? _ended = ended;

    public override EventLog Events => _events;

    public override ErasedFacts ErasedFacts => _erasedFacts;

    public override UnresolvedFacts Unresolved => _unresolved;

    public override Quarantine Quarantine => _quarantine;

    public override IdentityGraph Identity => _identity ??= new InMemoryIdentityGraph(state.Identity, ReadAssertionsAsync);

    public override ConsentLog Consent => _consent;

    public override ProfileStore Profiles => _profiles;

    public override TraitOutbox TraitOutbox => _traitOutbox;

    public override SegmentStore Segments => _segments;

    public override ConsumerCursors Cursors => _cursors;

    public override ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (publish is null)
        {
            throw new InvalidOperationException("This session only reads.");
        }

        publish(new InMemoryState(
            _events.Current,
            _erasedFacts.Current,
            _unresolved.Current,
            _quarantine.Current,
            _identity?.Current ?? state.Identity,
            _consent.Current,
            _profiles.Current,
            _traitOutbox.Current,
            _segments.Current,
            _cursors.Current));
        return ValueTask.CompletedTask;
    }

    private async ValueTask<IReadOnlyList<EventAssertion>> ReadAssertionsAsync(
        IReadOnlyCollection<Identifier> anchors, IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        var anchored = await _events.ReadAsync(anchors, cancellationToken).ConfigureAwait(false);
        var named = await _events.FindAsync(ids, cancellationToken).ConfigureAwait(false);
        return [.. anchored.Concat(named).DistinctBy(logged => logged.Id).Select(logged => logged.ToAssertion())];
    }

    public override ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _ended, null)?.Invoke();
        return ValueTask.CompletedTask;
    }
}
