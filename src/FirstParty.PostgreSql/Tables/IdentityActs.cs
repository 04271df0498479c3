using System.Text.Json;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage.Formats;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The acts of one session, with the ids and facts they are found by.</summary>
internal sealed class IdentityActs(Database database, ComponentLocks locks)
{
    public const string AnyColumns = "EXISTS (SELECT 1 FROM firstparty.identity_acts), EXISTS (SELECT 1 FROM firstparty.identity_act_facts)";

    private const string ByNameSql = "SELECT message_key, source, natural_id FROM firstparty.identity_act_names WHERE natural_id = ANY($1)";
    private const string KnownSql =
        "SELECT a.message_key, a.source FROM firstparty.identity_acts a "
        + "JOIN unnest($1, $2) AS f (message_key, source) ON a.message_key = f.message_key AND a.source = f.source";

    private const string ByFactSql =
        "SELECT t.message_key, t.source, t.target_key, t.target_source FROM firstparty.identity_act_facts t "
        + "JOIN unnest($1, $2) AS f (target_key, target_source) ON t.target_key = f.target_key AND t.target_source = f.target_source";

    private const string ReadSql =
        "SELECT a.message_key, a.source, a.act FROM firstparty.identity_acts a "
        + "JOIN unnest($1, $2) AS f (message_key, source) ON a.message_key = f.message_key AND a.source = f.source";

    private const string AllSql = "SELECT message_key, source, act FROM firstparty.identity_acts";
    private const string SuggestionsSql = "SELECT message_key, source FROM firstparty.identity_acts WHERE is_suggestion";
    private const string ExpiriesSql =
        "SELECT message_key, source FROM firstparty.identity_acts a WHERE as_of IS NOT NULL AND NOT EXISTS "
        + "(SELECT 1 FROM firstparty.identity_act_facts f WHERE f.target_key = a.message_key AND f.target_source = a.source) "
        + "ORDER BY as_of DESC LIMIT $1";

    private const string RemoveSql =
        "DELETE FROM firstparty.identity_acts a USING unnest($1, $2) AS f (message_key, source) WHERE a.message_key = f.message_key AND a.source = f.source";

    private const string RemoveNamesSql =
        "DELETE FROM firstparty.identity_act_names a USING unnest($1, $2) AS f (message_key, source) WHERE a.message_key = f.message_key AND a.source = f.source";

    private const string RemoveFactsSql =
        "DELETE FROM firstparty.identity_act_facts a USING unnest($1, $2) AS f (message_key, source) WHERE a.message_key = f.message_key AND a.source = f.source";

    private static readonly Insertion<IdentityAct> Acts = new Insertion<IdentityAct>("firstparty.identity_acts", "ON CONFLICT DO NOTHING")
        .Uuid("message_key", act => act.Id.Uuid())
        .Text("source", act => act.Id.Source)
        .Boolean("is_suggestion", act => act is SuggestAssertion)
        .Instant("as_of", act => (act as ExpireAssertion)?.AsOf)
        .Bytes("act", IdentityActFormat.Write);

    private static readonly Insertion<(ProfileId Name, FactId Act)> Names =
        new Insertion<(ProfileId Name, FactId Act)>("firstparty.identity_act_names", "ON CONFLICT DO NOTHING")
            .Uuid("natural_id", row => row.Name.Value)
            .Uuid("message_key", row => row.Act.Uuid())
            .Text("source", row => row.Act.Source);

    private static readonly Insertion<(FactId Target, FactId Act)> Targets =
        new Insertion<(FactId Target, FactId Act)>("firstparty.identity_act_facts", "ON CONFLICT DO NOTHING")
            .Uuid("target_key", row => row.Target.Uuid())
            .Text("target_source", row => row.Target.Source)
            .Uuid("message_key", row => row.Act.Uuid())
            .Text("source", row => row.Act.Source);

    private bool _hasActs = true;
    private bool _hasRetractions = true;
    private readonly HashSet<Guid> _unnamed = []; // Asked for, and no act names them.
    private readonly HashSet<FactId> _unheard = []; // Asked for, and no act carries or retracts them.

    /// <summary>The statement that finds the acts that name identifiers; none when it is known that there are none.</summary>
    public IEnumerable<Statement> Naming(IReadOnlyCollection<ProfileId> ids, HashSet<FactId> found)
    {
        Guid[] asked = [.. ids.Select(id => id.Value).Where(id => !_unnamed.Contains(id))];
        if (asked.Length == 0)
        {
            return [];
        }

        _unnamed.EnsureCapacity(_unnamed.Count + asked.Length);
        _unnamed.UnionWith(asked.Where(locks.Covers)); // Whoever names somebody in an act holds them first: nobody else will while this session does.
        return [database.Sql(ByNameSql).Add(asked).Each(row =>
        {
            _unnamed.Remove(row.GetGuid(2));
            found.Add(row.Fact(0));
        })];
    }

    /// <summary>The statement that sees whether there are acts at all.</summary>
    public Statement Look() => database.Sql($"SELECT {AnyColumns}").Each(row => See(row, 0));

    public void See(NpgsqlDataReader row, int column) => (_hasActs, _hasRetractions) = (row.GetBoolean(column), row.GetBoolean(column + 1));

    /// <summary>
    /// The statements that find out of facts that come into the log whether an act carries or retracts them; none where there are no acts. Retractions are
    /// written with nobody beside them, so what was seen of them in this session stays so.
    /// </summary>
    public IEnumerable<Statement> Ahead(IReadOnlyCollection<FactId> facts)
    {
        if (!locks.AreNeeded)
        {
            yield break;
        }

        _unheard.EnsureCapacity(_unheard.Count + facts.Count);
        _unheard.UnionWith(facts);
        if (_hasActs)
        {
            yield return database.Sql(KnownSql).Add(facts).Each(row => _unheard.Remove(row.Fact(0)));
        }

        if (_hasRetractions)
        {
            yield return Retracting(facts, (target, _) => _unheard.Remove(target));
        }
    }

    /// <summary>The acts that carry one of these ids, which are added, and the statement that finds those that take one back.</summary>
    public IEnumerable<Statement> Finding(IReadOnlyCollection<FactId> facts, HashSet<FactId> found)
    {
        FactId[] asked = [.. facts.Where(fact => !_unheard.Contains(fact))];
        if (asked.Length == 0)
        {
            return [];
        }

        if (locks.AreNeeded)
        {
            _unheard.UnionWith(asked);
        }

        return
        [
            database.Sql(KnownSql).Add(asked).Each(row => Heard(row.Fact(0), row.Fact(0))),
            Retracting(asked, Heard),
        ];

        void Heard(FactId fact, FactId act)
        {
            _unheard.Remove(fact);
            found.Add(act);
        }
    }

    /// <summary>Follows a change that this session writes.</summary>
    public void Wrote(GraphChange change)
    {
        if (change.Acts.Length + change.RemovedActs.Length > 0)
        {
            (_hasActs, _hasRetractions) = (true, true);
            _unnamed.Clear();
            _unheard.Clear();
        }
    }

    /// <summary>The statement that finds the suggestions.</summary>
    public Statement Suggestions(ISet<FactId> found) => database.Sql(SuggestionsSql).Each(row => found.Add(row.Fact(0)));

    /// <summary>The statement that finds the acts of expiry with the latest instants, save those that are taken back; none where none are wanted.</summary>
    public IEnumerable<Statement> Expiries(int most, ISet<FactId> found) =>
        most == 0 ? [] : [database.Sql(ExpiriesSql).Add((long)most).Each(row => found.Add(row.Fact(0)))];

    /// <summary>The statement that finds the retractions that target facts.</summary>
    public Statement Retracting(IReadOnlyCollection<FactId> facts, Action<FactId, FactId> found) =>
        database.Sql(ByFactSql).Add(facts).Each(row => found(row.Fact(2), row.Fact(0)));

    public Statement ReadAll(List<IdentityAct> acts) => database.Sql(AllSql).Each(row => acts.Add(Read(row)));

    public async ValueTask<IReadOnlyList<IdentityAct>> ReadAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        var acts = new List<IdentityAct>(ids.Count);
        if (ids.Count > 0)
        {
            await database.RunAsync(database.Sql(ReadSql).Add(ids).Each(row => acts.Add(Read(row))), cancellationToken).ConfigureAwait(false);
        }

        return acts;
    }

    /// <summary>Statements that append acts; one whose id is there already keeps what it says and takes the new names.</summary>
    public IEnumerable<Statement> Add(IReadOnlyList<StoredAct> acts) =>
    [
        .. Acts.Of(database, [.. acts.Select(stored => stored.Act).DistinctBy(act => act.Id).OrderBy(act => act.Id)]),
        .. Names.Of(database, [.. acts.SelectMany(stored => stored.Names, (stored, name) => (name, stored.Act.Id)).Distinct().Order()]),
        .. Targets.Of(
            database,
            [
                .. acts.Select(stored => stored.Act).OfType<RetractAssertion>().SelectMany(act => act.Targets, (act, target) => (target, act.Id))
                    .Distinct().Order(),
            ]),
    ];

    /// <summary>Statements that delete acts and everything they are found by; the first one says how many there were.</summary>
    public IReadOnlyList<Statement> Remove(IReadOnlyCollection<FactId> acts) =>
        acts.Count == 0 ? [] : [.. new[] { RemoveSql, RemoveNamesSql, RemoveFactsSql }.Select(sql => database.Sql(sql).Add(acts))];

    private static IdentityAct Read(NpgsqlDataReader row)
    {
        try
        {
            return IdentityActFormat.Read(row.Fact(0), row.Bytes(2));
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
