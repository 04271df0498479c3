using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;
using FirstParty.Sqlite.Native;
using FirstParty.Sqlite.Tables;
using FirstParty.Storage;

namespace FirstParty.Sqlite;

/// <summary>One transaction on one connection. <paramref name="end"/> gives the connection back, told whether the transaction was committed.</summary>
internal sealed class SqliteSession(PortSet ports, bool writes, Func<bool, ValueTask> end) : StorageSession
{
    private bool _ended;

    public override EventLog Events => Ports.Events;

    public override ErasedFacts ErasedFacts => Ports.ErasedFacts;

    public override UnresolvedFacts Unresolved => Ports.Unresolved;

    public override Quarantine Quarantine => Ports.Quarantine;

    public override IdentityGraph Identity => Ports.Identity;

    public override ConsentLog Consent => Ports.Consent;

    public override ProfileStore Profiles => Ports.Profiles;

    public override TraitOutbox TraitOutbox => Ports.TraitOutbox;

    public override SegmentStore Segments => Ports.Segments;

    public override ConsumerCursors Cursors => Ports.Cursors;

    public override SegmentSqlSession? SegmentSql => Ports.SegmentSql;

    private PortSet Ports => _ended ? throw new ObjectDisposedException(nameof(StorageSession), "The session has ended. Begin another.") : ports;

    public override ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!writes)
        {
            throw new InvalidOperationException("This session only reads.");
        }

        Ports.Database.Commit();
        _ended = true;
        return EndCommittedAsync();
    }

    public override ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return ValueTask.CompletedTask;
        }

        _ended = true;
        return end(false);
    }

    /// <summary>What fails from here on fails after the commit: whoever tried again would write everything twice.</summary>
    private async ValueTask EndCommittedAsync()
    {
        try
        {
            await end(true).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, it comes after the commit.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw Fault.AfterCommit(exception);
        }
    }
}
