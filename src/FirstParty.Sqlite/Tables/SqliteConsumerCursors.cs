using FirstParty.Sqlite.Native;
using FirstParty.Storage;

namespace FirstParty.Sqlite.Tables;

/// <summary>Where consumers stand, of one connection.</summary>
internal sealed class SqliteConsumerCursors(Database database) : ConsumerCursors
{
    private const string ReadSql = "SELECT sequence FROM consumer_cursors WHERE stream = ? AND name = ?";
    private const string AdvanceSql =
        "INSERT INTO consumer_cursors (stream, name, sequence) VALUES (?, ?, ?) "
        + "ON CONFLICT (stream, name) DO UPDATE SET sequence = max(sequence, excluded.sequence)";

    public override ValueTask<long> ReadAsync(ChangeStream stream, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Prepare(ReadSql).Bind((long)stream).Bind(name).Scalar() ?? 0);
    }

    public override ValueTask AdvanceAsync(IReadOnlyCollection<ConsumerCursor> cursors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cursors);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (stream, name, sequence) in cursors)
        {
            database.Prepare(AdvanceSql).Bind((long)stream).Bind(name).Bind(sequence).Run();
        }

        return ValueTask.CompletedTask;
    }
}
