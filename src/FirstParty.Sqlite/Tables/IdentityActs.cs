using System.Text.Json;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;
using FirstParty.Storage.Formats;

namespace FirstParty.Sqlite.Tables;

/// <summary>The acts of one connection, with the ids and facts they are found by.</summary>
internal sealed class IdentityActs(Database database, NameTable names)
{
    private const string AddSql = "INSERT INTO identity_acts (source, message_key, is_suggestion, as_of, act) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id";
    private const string AddNameSql = "INSERT INTO identity_act_names (natural_id, act) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private const string AddFactSql = "INSERT INTO identity_act_facts (source, message_key, act) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private const string FindSql = "SELECT id FROM identity_acts WHERE source = ? AND message_key = ?";
    private const string AllSql = "SELECT id FROM identity_acts";
    private const string AnySql = "SELECT 1 FROM identity_acts LIMIT 1";
    private const string SuggestionsSql = "SELECT id FROM identity_acts WHERE is_suggestion = 1";
    private const string ExpiriesSql =
        "SELECT id FROM identity_acts a WHERE as_of IS NOT NULL AND NOT EXISTS "
        + "(SELECT 1 FROM identity_act_facts f WHERE f.source = a.source AND f.message_key = a.message_key) ORDER BY as_of DESC LIMIT ?";

    private const string ByNameSql = "SELECT act FROM identity_act_names WHERE natural_id = ?";
    private const string ByFactSql = "SELECT act FROM identity_act_facts WHERE source = ? AND message_key = ?";
    private const string ReadSql = "SELECT source, message_key, act FROM identity_acts WHERE id = ?";

    private static readonly string[] RemoveSql =
    [
        "DELETE FROM identity_acts WHERE id = ?", "DELETE FROM identity_act_names WHERE act = ?", "DELETE FROM identity_act_facts WHERE act = ?",
    ];

    /// <summary>Appends an act; one whose id is there already keeps what it says and takes the new names.</summary>
    public void Add(StoredAct stored)
    {
        var act = stored.Act;
        var source = names.IdOf(act.Id.Source);
        var row = database.Prepare(AddSql).Bind(source).Bind(act.Id.Key).Bind(act is SuggestAssertion ? 1L : 0L).Bind((act as ExpireAssertion)?.AsOf)
            .Bind(IdentityActFormat.Write(act)).Scalar()
            ?? database.Prepare(FindSql).Bind(source).Bind(act.Id.Key).Scalar()!.Value;
        foreach (var id in stored.Names)
        {
            database.Prepare(AddNameSql).Bind(id.Value).Bind(row).Run();
        }

        foreach (var target in (act as RetractAssertion)?.Targets ?? [])
        {
            var targetSource = names.IdOf(target.Source);
            database.Prepare(AddFactSql).Bind(targetSource).Bind(target.Key).Bind(row).Run();
        }
    }

    /// <summary>Deletes an act and everything it is found by.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(FactId id)
    {
        if (names.Find(id.Source) is not { } source || database.Prepare(FindSql).Bind(source).Bind(id.Key).Scalar() is not { } row)
        {
            return false;
        }

        foreach (var sql in RemoveSql)
        {
            database.Prepare(sql).Bind(row).Run();
        }

        return true;
    }

    /// <summary>Whether there is any act: while there is none, nobody need be asked for.</summary>
    public bool Any() => database.Prepare(AnySql).Scalar() is not null;

    /// <summary>The rows of all acts.</summary>
    public void FindAll(ISet<long> rows) => Collect(database.Prepare(AllSql), rows);

    /// <summary>The rows of all suggestions.</summary>
    public void FindSuggestions(ISet<long> rows) => Collect(database.Prepare(SuggestionsSql), rows);

    /// <summary>The rows of the acts of expiry with the latest instants, save those that are taken back.</summary>
    public void FindExpiries(int most, ISet<long> rows)
    {
        if (most > 0)
        {
            Collect(database.Prepare(ExpiriesSql).Bind((long)most), rows);
        }
    }

    /// <summary>The rows of acts that name an identifier.</summary>
    public void FindNaming(ProfileId id, ISet<long> rows) => Collect(database.Prepare(ByNameSql).Bind(id.Value), rows);

    /// <summary>The rows of the act of this id, and of the retractions that target it.</summary>
    public void FindOf(FactId fact, ISet<long> rows)
    {
        if (names.Find(fact.Source) is { } source)
        {
            Collect(database.Prepare(FindSql).Bind(source).Bind(fact.Key), rows);
            Collect(database.Prepare(ByFactSql).Bind(source).Bind(fact.Key), rows);
        }
    }

    /// <summary>Whether some act takes a fact back.</summary>
    public bool IsRetracted(FactId fact) =>
        names.Find(fact.Source) is { } source && database.Prepare(ByFactSql).Bind(source).Bind(fact.Key).Scalar() is not null;

    public IReadOnlyList<IdentityAct> Read(IEnumerable<long> rows) => [.. rows.Select(Read)];

    private static void Collect(Statement found, ISet<long> rows)
    {
        while (found.Step())
        {
            rows.Add(found.Int64(0));
        }
    }

    private IdentityAct Read(long id)
    {
        var row = database.Prepare(ReadSql).Bind(id);
        try
        {
            return row.Step()
                ? IdentityActFormat.Read(new FactId(names.TextOf(row.Int64(0)), row.Key(1)), row.Bytes(2))
                : throw Binary.Malformed();
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
        finally
        {
            row.Reset();
        }
    }
}
