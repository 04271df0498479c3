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
    private const string LookSql =
        $"SELECT {HoldMarks.TurnColumn}, {PostgreSqlErasedFacts.AnyColumn}, {IdentityActs.AnyColumns}, size, compact_range, checkpoint "
        + "FROM firstparty.consent_head WHERE id = 1";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Database _database;
    private readonly ComponentLocks _locks;
    private readonly bool _writes;
    private readonly IdentityActs _acts;
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

    /// <param name="connection">The connection, which the session gives back.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="database">Runs statements in it.</param>
    /// <param name="wanted">What earlier sessions of the process could not get.</param>
    /// <param name="meetings">Whether facts are taken for new.</param>
    /// <param name="marks">What the session leaves on what it held; null for one that only reads.</param>
    /// <param name="isAlone">Whether nobody writes beside it.</param>
    public PostgreSqlSession(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Database database, WantedLocks wanted, FirstMeetings meetings, HoldMarks? marks, bool isAlone)
    {
        (_connection, _transaction, _database, _writes) = (connection, transaction, database, marks is not null);
        _erasedFacts = new PostgreSqlErasedFacts(database);
        _consent = new PostgreSqlConsentLog(database);
        _locks = new ComponentLocks(database, wanted, marks ?? new HoldMarks(database, Guid.Empty, isAlone: false), Alongside, isNeeded: _writes && !isAlone);
        _acts = new IdentityActs(database, _locks);
        _events = new PostgreSqlEventLog(database, _acts, _locks, meetings);
        _unresolved = new PostgreSqlUnresolvedFacts(database);
        _quarantine = new PostgreSqlQuarantine(database);
        _identity = new PostgreSqlIdentityGraph(database, _events, _acts, _locks);
        _profiles = new PostgreSqlProfileStore(database, _locks);
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

        if (MustReachDisk)
        {
            _locks.Marks.AllChanged();
        }

        List<Statement> last = [.. _locks.Ending()];
        if (MustReachDisk)
        {
            last.Add(_database.Sql(ReachDiskSql)); // Whatever the server's or the connection's setting is.
        }

        _isOver = true;
        await _database.CommitAsync(last, cancellationToken).ConfigureAwait(false);
        _locks.Marks.Committed();
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

    /// <summary>What a batch asks next in any case, once it holds whom it names.</summary>
    private IEnumerable<Statement> Alongside() => _database.IsDistributed
        ? [_locks.Marks.DrawTurn(), _erasedFacts.Look(), _acts.Look(), _consent.Look()]
        : [_database.Sql(LookSql).Each(row =>
        {
            _locks.Marks.Draw(row, 0);
            _erasedFacts.See(row, 1);
            _acts.See(row, 2);
            _consent.See(row, 4);
        })];

    private T Open<T>(T port) => _isOver || _ended ? throw new ObjectDisposedException(nameof(StorageSession), "The session has ended. Begin another.") : port;
}
