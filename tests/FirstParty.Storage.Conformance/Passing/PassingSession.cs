using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;

namespace FirstParty.Storage.Conformance.Passing;

/// <summary>A session that passes every port on to another.</summary>
internal abstract class PassingSession(StorageSession inner) : StorageSession
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

    public override SegmentSqlSession? SegmentSql => inner.SegmentSql;

    public override ValueTask CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
