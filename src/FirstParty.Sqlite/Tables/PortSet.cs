using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>One connection and its ports, which share its names and are used again by one session after another.</summary>
internal sealed class PortSet : IDisposable
{
    private readonly bool _writes;
    private readonly NameTable _names;

    /// <param name="database">The connection.</param>
    /// <param name="recentKeys">How many keys of the newest events the writer holds in memory; null for a reader.</param>
    public PortSet(Database database, int? recentKeys)
    {
        _writes = recentKeys is not null;
        Database = database;
        _names = new NameTable(database, "names");
        Events = new SqliteEventLog(database, _names, recentKeys);
        ErasedFacts = new SqliteErasedFacts(database);
        Unresolved = new SqliteUnresolvedFacts(database, _names);
        Quarantine = new SqliteQuarantine(database, _names);
        Profiles = new SqliteProfileStore(database);
        TraitOutbox = new SqliteTraitOutbox(database, _names);
        Segments = new SqliteSegmentStore(database, _names);
        Cursors = new SqliteConsumerCursors(database);
        SegmentSql = new SqliteSegmentSql(database);
        Identity = new SqliteIdentityGraph(database, _names, Events);
        Consent = new SqliteConsentLog(database);
    }

    public Database Database { get; }

    public SqliteEventLog Events { get; }

    public SqliteErasedFacts ErasedFacts { get; }

    public SqliteUnresolvedFacts Unresolved { get; }

    public SqliteQuarantine Quarantine { get; }

    public SqliteProfileStore Profiles { get; }

    public SqliteTraitOutbox TraitOutbox { get; }

    public SqliteSegmentStore Segments { get; }

    public SqliteConsumerCursors Cursors { get; }

    public SqliteSegmentSql SegmentSql { get; }

    public SqliteIdentityGraph Identity { get; }

    /// <summary>A new one for each session: the ledger keeps its own secret with it.</summary>
    public SqliteConsentLog Consent { get; private set; }

    /// <summary>Whether the session erased something: its commit must reach the disk and leave no copy in any file.</summary>
    public bool HasErased => Events.HasErased || Quarantine.HasErased || TraitOutbox.HasErased || Segments.HasErased || Identity.HasErased || Consent.HasErased;

    /// <summary>Whether the session's commit must reach the disk whatever the options say.</summary>
    public bool MustReachDisk => HasErased || Consent.HasWritten || Identity.HasTombstoned;

    /// <summary>
    /// Ends a session, undoing what it did not commit. A name's number stands for ever once committed, so it is remembered; where an anchor's
    /// chain begins only the one writer may remember.
    /// </summary>
    public void End(bool committed)
    {
        if (!committed)
        {
            Database.Rollback();
        }

        var keepNames = committed || !_writes;
        if (!keepNames)
        {
            _names.Forget();
        }

        Events.End(keepNames, keepAnchors: _writes && (committed || !Events.HasWritten));
        Quarantine.End();
        TraitOutbox.End();
        Segments.End();
        Identity.End();
        Consent = new SqliteConsentLog(Database);
    }

    public void Dispose() => Database.Dispose();
}
