using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;

namespace FirstParty.Storage;

/// <summary>
/// One transaction over all that is stored, with one port per concept. Used by one caller at a time. What it writes is seen by itself at once
/// and by others after <see cref="CommitAsync"/>; disposing without committing undoes everything.
/// </summary>
public abstract class StorageSession : IAsyncDisposable
{
    /// <summary>The log of accepted events.</summary>
    public abstract EventLog Events { get; }

    /// <summary>The marks of facts that were erased.</summary>
    public abstract ErasedFacts ErasedFacts { get; }

    /// <summary>The facts that wait to be resolved.</summary>
    public abstract UnresolvedFacts Unresolved { get; }

    /// <summary>Events set aside.</summary>
    public abstract Quarantine Quarantine { get; }

    /// <summary>The identity graph.</summary>
    public abstract IdentityGraph Identity { get; }

    /// <summary>The consent ledger's log.</summary>
    public abstract ConsentLog Consent { get; }

    /// <summary>The cache of profiles.</summary>
    public abstract ProfileStore Profiles { get; }

    /// <summary>The outbox of changed traits.</summary>
    public abstract TraitOutbox TraitOutbox { get; }

    /// <summary>Memberships, next flips and the outbox of changes.</summary>
    public abstract SegmentStore Segments { get; }

    /// <summary>How far the consumers of both outboxes are.</summary>
    public abstract ConsumerCursors Cursors { get; }

    /// <summary>Where this storage evaluates segments by SQL over its own connection; null where it has none. Nothing of it is written to the store.</summary>
    public virtual SegmentSqlSession? SegmentSql => null;

    /// <summary>Makes everything written durable and visible, or nothing of it.</summary>
    /// <exception cref="StorageException">
    /// The store failed; nothing was written, save with <see cref="StorageError.OutcomeUnknown"/>: then all of it was, or nothing.
    /// </exception>
    public abstract ValueTask CommitAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
