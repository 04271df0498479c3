using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline.Previews;

/// <summary>A session that reads what is stored, save for a graph of its own that lies over the stored one. Cannot be committed.</summary>
internal sealed class OverlaySession(StorageSession session, OverlayGraph graph) : StorageSession
{
    public override EventLog Events => session.Events;

    public override ErasedFacts ErasedFacts => session.ErasedFacts;

    public override UnresolvedFacts Unresolved => session.Unresolved;

    public override Quarantine Quarantine => session.Quarantine;

    public override IdentityGraph Identity => graph;

    public override ConsentLog Consent => session.Consent;

    public override ProfileStore Profiles => session.Profiles;

    public override TraitOutbox TraitOutbox => session.TraitOutbox;

    public override SegmentStore Segments => session.Segments;

    public override ConsumerCursors Cursors => session.Cursors;

    public override ValueTask CommitAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("A preview writes nothing.");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
