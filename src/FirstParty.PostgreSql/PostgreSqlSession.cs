using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.PostgreSql.Tables;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;
using FirstParty.Storage;
using Npgsql;

namespace FirstParty.PostgreSql;

/// <summary>One transaction on one connection.</summary>
internal sealed class PostgreSqlSession : StorageSession
{
    private const string ReachDiskSql = "SET LOCAL synchronous_commit = on";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Database _database;
    private readonly ComponentLocks _locks;
    private readonly bool _writes;
    private readonly PostgreSqlEventLog _events;
    private readonly PostgreSqlErasedFacts _erasedFacts;
    private readonly PostgreSqlUnresolvedFacts _unresolved;
    private readonly PostgreSqlQuarantine _quarantine;
    private readonly PostgreSqlIdentityGraph _identity;
    private readonly PostgreSqlConsentLog _consent;
    private readonly PostgreSqlProfileStore _profiles;
    private readonly PostgreSqlTraitOutbox _traitOutbox;
    private readonly PostgreSqlSegmentStore _segments;
    private readonly PostgreSqlConsumerCursors _cursors;
    private bool _isOver;
    private bool _ended;

    public PostgreSqlSession(NpgsqlConnection connection, NpgsqlTransaction transaction, Database database, ComponentLocks locks, bool writes)
    {
        (_connection, _transaction, _database, _locks, _writes) = (connection, transaction, database, locks, writes);
        _events = new PostgreSqlEventLog(database, locks.Held);
        _erasedFacts = new PostgreSqlErasedFacts(database);
        _unresolved = new PostgreSqlUnresolvedFacts(database);
        _quarantine = new PostgreSqlQuarantine(database);
        _identity = new PostgreSqlIdentityGraph(database, _events, locks);
        _consent = new PostgreSqlConsentLog(database);
        _profiles = new PostgreSqlProfileStore(database);
        _traitOutbox = new PostgreSqlTraitOutbox(database);
        _segments = new PostgreSqlSegmentStore(database);
        _cursors = new PostgreSqlConsumerCursors(database);
    }

    public override EventLog Events => Open(_events);

    public override ErasedFacts ErasedFacts => Open(_erasedFacts);

    public override UnresolvedFacts Unresolved => Open(_unresolved);

    public override Quarantine Quarantine => Open(_quarantine);

    public override IdentityGraph Identity => Open(_identity);

    public override SegmentSqlSession SegmentSql => Open(new PostgreSqlSegmentSql(_database));

    public override ConsentLog Consent => Open(_consent);

    public override ProfileStore Profiles => Open(_profiles);

    public override TraitOutbox TraitOutbox => Open(_traitOutbox);

    public override SegmentStore Segments => Open(_segments);

    public override ConsumerCursors Cursors => Open(_cursors);

    private bool MustReachDisk =>
        _consent.HasWritten || _consent.HasErased || _events.HasErased || _quarantine.HasErased || _identity.HasErased
        || _traitOutbox.HasErased || _segments.HasErased;

    public override async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Open(_writes))
        {
            throw new InvalidOperationException("This session only reads.");
        }

        List<Statement> last = _locks.Cleaning is { } cleaning ? [cleaning] : [];
        if (MustReachDisk)
        {
            last.Add(_database.Sql(ReachDiskSql)); // Whatever the server's or the connection's setting is.
        }

        await _database.RunAsync(last, cancellationToken).ConfigureAwait(false);
        try
        {
            await _transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Fault.Is(exception) || exception is OperationCanceledException)
        {
            throw Fault.OfCommit(exception);
        }
        finally
        {
            _isOver = true;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (Fault.Is(exception))
        {
            // The connection broke, and the server rolls back what it does not hear of any more.
            NpgsqlConnection.ClearPool(_connection);
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private T Open<T>(T port) => _isOver || _ended ? throw new ObjectDisposedException(nameof(StorageSession), "The session has ended. Begin another.") : port;
}
