using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Which facts the log holds, and in which rows.</summary>
internal sealed class EventKeys(Database database)
{
    private const string AddSql = "INSERT INTO event_keys (source, message_key, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private const string FindSql = "SELECT event FROM event_keys WHERE source = ? AND message_key = ?";
    private const string RemoveSql = "DELETE FROM event_keys WHERE source = ? AND message_key = ?";

    /// <summary>Claims a fact for a row.</summary>
    /// <returns>The row that has it already, or null when it is the given row's now.</returns>
    public long? Add(long source, UInt128 key, long row) =>
        database.Prepare(AddSql).Bind(source).Bind(key).Bind(row).Run() == 0 ? Find(source, key) : null;

    public long? Find(long source, UInt128 key) => database.Prepare(FindSql).Bind(source).Bind(key).Scalar();

    public void Remove(long source, UInt128 key) => database.Prepare(RemoveSql).Bind(source).Bind(key).Run();
}
