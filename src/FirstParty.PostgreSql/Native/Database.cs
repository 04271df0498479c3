using System.Globalization;
using FirstParty.Segments.Sql;
using FirstParty.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Native;

/// <summary>One transaction on one connection. Statements that are run together go to the server in one round trip, each prepared.</summary>
internal sealed class Database(NpgsqlConnection connection, NpgsqlTransaction transaction, SchemaName schema, bool distributed)
{
    private readonly List<Statement> _deferred = [];
    private readonly List<Statement> _last = [];
    private bool _hasFailed;

    /// <summary>Whether the tables are spread over Citus nodes.</summary>
    public bool IsDistributed => distributed;

    public SchemaName Schema => schema;

    /// <summary>A statement of this library, its tables in the storage's schema.</summary>
    public Statement Sql(string text) => new(schema.Qualify(text));

    /// <summary>The statement that waits for whoever writes to an outbox, and keeps the others waiting to the commit.</summary>
    public Statement LockOutbox() => Sql("SELECT pg_advisory_xact_lock($1)").Add(schema.OutboxLock).Ignored();

    /// <summary>Statements that wait for locks no longer than this, each; a lock that was not had by then is a conflict.</summary>
    public IEnumerable<Statement> WaitingAtMost(TimeSpan wait, IEnumerable<Statement> statements) =>
        [Sql(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(int)wait.TotalMilliseconds}")), .. statements, Sql("SET LOCAL lock_timeout = 0")];

    /// <summary>Puts a statement before whatever runs next, so that it needs no round trip of its own.</summary>
    public void Defer(Statement statement) => _deferred.Add(statement);

    /// <inheritdoc cref="Defer(Statement)" />
    public void Defer(IEnumerable<Statement> statements) => _deferred.AddRange(statements);

    /// <summary>Defers statements that keep others waiting from then to the commit: at a commit, they are the last.</summary>
    public void DeferLast(IEnumerable<Statement> statements) => _last.AddRange(statements);

    /// <summary>Runs statements and whatever was deferred, and commits in the same round trip.</summary>
    /// <exception cref="StorageException">Nothing was committed, save perhaps with <see cref="StorageError.OutcomeUnknown"/>.</exception>
    public async ValueTask CommitAsync(IEnumerable<Statement> statements, CancellationToken cancellationToken)
    {
        if (_hasFailed)
        {
            // What was to travel with it is lost; and the server would answer COMMIT with a rollback, and call that no error.
            throw new StorageException(StorageError.Unavailable, "A statement of this session failed before, so nothing of it was stored. Begin another.");
        }

        List<Statement> all = [.. statements, .. _last, new Statement("COMMIT")];
        _last.Clear();
        try
        {
            await RunDeferredAsync(all, prepared: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Fault.Is(exception) || exception is OperationCanceledException)
        {
            throw Taken(exception, all) ?? Fault.OfCommit(exception);
        }
    }

    /// <summary>Runs what was deferred, if a statement is still among it.</summary>
    public ValueTask FlushAsync(Statement? deferred, CancellationToken cancellationToken) =>
        deferred is not null && _deferred.Contains(deferred) ? RunAllAsync([], prepared: true, cancellationToken) : ValueTask.CompletedTask;

    public ValueTask RunAsync(Statement statement, CancellationToken cancellationToken) => RunAsync([statement], cancellationToken);

    public ValueTask RunAsync(IReadOnlyCollection<Statement> statements, CancellationToken cancellationToken) =>
        RunAsync(statements, prepared: true, cancellationToken);

    /// <summary>Runs a statement that will hardly come again, so that no connection keeps it.</summary>
    public ValueTask RunOnceAsync(Statement statement, CancellationToken cancellationToken) =>
        RunAsync([statement], prepared: false, cancellationToken);

    /// <summary>Adds rows of numbers and bytes to a table, given one after another.</summary>
    public async ValueTask ImportAsync(string table, int width, IReadOnlyList<SegmentSqlValue> values, CancellationToken cancellationToken)
    {
        await RunAllAsync([], prepared: true, cancellationToken).ConfigureAwait(false);
        _hasFailed = true;
        try
        {
            var import = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
            await using (import.ConfigureAwait(false))
            {
                for (var i = 0; i < values.Count; i++)
                {
                    if (i % width == 0)
                    {
                        await import.StartRowAsync(cancellationToken).ConfigureAwait(false);
                    }

                    await WriteAsync(import, values[i], cancellationToken).ConfigureAwait(false);
                }

                await import.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            _hasFailed = false;
        }
        catch (Exception exception) when (Fault.Is(exception))
        {
            throw Fault.Of(exception);
        }
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, SegmentSqlValue value, CancellationToken cancellationToken) => value switch
    {
        { Bytes: { } bytes } => import.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken),
        { Number: { } number } => import.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken),
        _ => import.WriteNullAsync(cancellationToken),
    };

    private ValueTask RunAsync(IReadOnlyCollection<Statement> statements, bool prepared, CancellationToken cancellationToken) =>
        statements.Count == 0 ? ValueTask.CompletedTask : RunAllAsync(statements, prepared, cancellationToken);

    private async ValueTask RunAllAsync(IReadOnlyCollection<Statement> statements, bool prepared, CancellationToken cancellationToken)
    {
        List<Statement> all = [.. statements];
        try
        {
            await RunDeferredAsync(all, prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Fault.Is(exception))
        {
            throw Taken(exception, all) ?? Fault.Of(exception);
        }
    }

    /// <summary>What it means that a key was there already, where a statement says so. In a cluster, a constraint's name ends with its shard's number.</summary>
    private static StorageException? Taken(Exception exception, List<Statement> all) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } broken }
            ? all.Find(statement => statement.Key is { } key && broken.StartsWith(key, StringComparison.Ordinal))?.Taken?.Invoke()
            : null;

    /// <summary>Runs what was deferred, which is put before these statements, and these.</summary>
    private async ValueTask RunDeferredAsync(List<Statement> all, bool prepared, CancellationToken cancellationToken)
    {
        all.InsertRange(0, _deferred.Concat(_last));
        _deferred.Clear();
        _last.Clear();
        if (all.Count == 0)
        {
            return;
        }

        _hasFailed = true; // Until it has run: whatever is thrown, the transaction is lost.
        var batch = new NpgsqlBatch(connection, transaction);
        await using (batch.ConfigureAwait(false))
        {
            foreach (var statement in all)
            {
                batch.BatchCommands.Add(statement.Command);
            }

            if (prepared)
            {
                await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            await RunAsync(batch, [.. all.Select(statement => statement.Row).OfType<Action<NpgsqlDataReader>>()], cancellationToken)
                .ConfigureAwait(false);
        }

        _hasFailed = false;
    }

    private static async ValueTask RunAsync(NpgsqlBatch batch, List<Action<NpgsqlDataReader>> rows, CancellationToken cancellationToken)
    {
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
