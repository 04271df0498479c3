using Npgsql;

namespace FirstParty.PostgreSql.Native;

/// <summary>One transaction on one connection. Statements that are run together go to the server in one round trip, each prepared.</summary>
internal sealed class Database(NpgsqlConnection connection, NpgsqlTransaction transaction, SchemaName schema, bool distributed)
{
    private readonly List<Statement> _deferred = [];

    /// <summary>Whether the tables are spread over Citus nodes.</summary>
    public bool IsDistributed => distributed;

    public SchemaName Schema => schema;

    /// <summary>A statement of this library, its tables in the storage's schema.</summary>
    public Statement Sql(string text) => new(schema.Qualify(text));

    /// <summary>Puts a statement before whatever runs next.</summary>
    public void Defer(Statement statement) => _deferred.Add(statement);

    public ValueTask RunAsync(Statement statement, CancellationToken cancellationToken) => RunAsync([statement], cancellationToken);

    public async ValueTask RunAsync(IReadOnlyCollection<Statement> statements, CancellationToken cancellationToken)
    {
        if (statements.Count == 0)
        {
            return;
        }

        List<Statement> all = [.. _deferred, .. statements];
        _deferred.Clear();
        var batch = new NpgsqlBatch(connection, transaction);
        await using (batch.ConfigureAwait(false))
        {
            foreach (var statement in all)
            {
                batch.BatchCommands.Add(statement.Command);
            }

            try
            {
                await RunAsync(batch, [.. all.Select(statement => statement.Row).OfType<Action<NpgsqlDataReader>>()], cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (Fault.Is(exception))
            {
                throw Fault.Of(exception);
            }
        }
    }

    private static async ValueTask RunAsync(NpgsqlBatch batch, List<Action<NpgsqlDataReader>> rows, CancellationToken cancellationToken)
    {
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    row(reader);
                }

                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
