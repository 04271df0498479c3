using FirstParty.PostgreSql.Native;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Where consumers stand, of one session.</summary>
internal sealed class PostgreSqlConsumerCursors(Database database) : ConsumerCursors
{
    private const string ReadSql = "SELECT sequence FROM firstparty.consumer_cursors WHERE name = $1 AND stream = $2";

    private static readonly Insertion<ConsumerCursor> Cursors = new Insertion<ConsumerCursor>(
        "firstparty.consumer_cursors AS c", "ON CONFLICT (name, stream) DO UPDATE SET sequence = greatest(c.sequence, excluded.sequence)")
        .Text("name", cursor => cursor.Name)
        .Int16("stream", cursor => (short)cursor.Stream)
        .Int64("sequence", cursor => cursor.Sequence);

    public override async ValueTask<long> ReadAsync(ChangeStream stream, string name, CancellationToken cancellationToken)
    {
        var sequence = 0L;
        await database.RunAsync(
            database.Sql(ReadSql).Add(name).Add((int)stream).Each(row => sequence = row.GetInt64(0)), cancellationToken).ConfigureAwait(false);
        return sequence;
    }

    /// <remarks>In the order of the names, so that two sessions never wait for each other's rows.</remarks>
    public override ValueTask AdvanceAsync(IReadOnlyCollection<ConsumerCursor> cursors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cursors);
        var furthest = cursors.OrderByDescending(cursor => cursor.Sequence).DistinctBy(cursor => (cursor.Stream, cursor.Name))
            .OrderBy(cursor => cursor.Name, StringComparer.Ordinal).ThenBy(cursor => cursor.Stream);
        return database.RunAsync([.. Cursors.Of(database, [.. furthest])], cancellationToken);
    }
}
