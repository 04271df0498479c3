using System.Globalization;
using FirstParty.Consent;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Schema;

/// <summary>
/// Brings a schema's tables up to this version: the numbered scripts beside this class, forward only, all that are missing in one transaction, under
/// a lock that lets one node at a time do it.
/// </summary>
internal sealed class Migrations(NpgsqlDataSource dataSource, SchemaName schema, bool distributed)
{
    /// <summary>The version that this library writes: the number of its last script.</summary>
    public const int Current = 4;

    private const string LockSql = "SELECT pg_advisory_xact_lock($1)";
    private const string VersionTableSql =
        "CREATE TABLE IF NOT EXISTS firstparty.schema_version (id smallint PRIMARY KEY, version integer NOT NULL)";

    private const string HasVersionSql = "SELECT to_regclass($1) IS NOT NULL";
    private const string HasTablesSql =
        "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'S'))";

    private const string HasSchemaSql = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)";
    private const string ReadVersionSql = "SELECT version FROM firstparty.schema_version WHERE id = 1";
    private const string WriteVersionSql =
        "INSERT INTO firstparty.schema_version (id, version) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET version = excluded.version";

    private const string FirstHeadSql =
        "INSERT INTO firstparty.consent_head (id, size, compact_range) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";

    private const string FirstEditionSql =
        "INSERT INTO firstparty.identity_edition (id, edition) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";

    /// <exception cref="StorageException">The schema belongs to another program, or to a newer version; or there is no cluster to spread over.</exception>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await AskAsync<object>(connection, LockSql, cancellationToken, Of(schema.MigrationLock, NpgsqlDbType.Bigint)).ConfigureAwait(false);
                await MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
                if (distributed)
                {
                    await DistributeAsync(connection, cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static NpgsqlParameter Of<T>(T value, NpgsqlDbType type) => new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    private static string Script(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{version:D4}.sql");
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private async ValueTask MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version > Current)
        {
            throw new StorageException(
                StorageError.NewerVersion,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database was written by a newer version of FirstParty (its tables are of version {version}, this library knows {Current}). Update the library."));
        }

        if (version is > 0 and < Current)
        {
            // Whoever writes by the tables as they were ends first, and no other begins.
            await AskAsync<object>(connection, LockSql, cancellationToken, Of(schema.WriterGate, NpgsqlDbType.Bigint)).ConfigureAwait(false);
        }

        for (var next = version + 1; next <= Current; next++)
        {
            await AskAsync<object>(connection, Script(next), cancellationToken).ConfigureAwait(false);
        }

        if (version < Current)
        {
            await AskAsync<object>(connection, WriteVersionSql, cancellationToken, Of(Current, NpgsqlDbType.Integer)).ConfigureAwait(false);
            await AskAsync<object>(
                connection, FirstHeadSql, cancellationToken, Of(ConsentLogHead.Empty.CompactRange.ToArray(), NpgsqlDbType.Bytea)).ConfigureAwait(false);
            await AskAsync<object>(connection, FirstEditionSql, cancellationToken, Of(Guid.Empty, NpgsqlDbType.Uuid)).ConfigureAwait(false);
        }
    }

    /// <summary>The version of the tables that are there; 0, and a place to note it, where there are none.</summary>
    private async ValueTask<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await AskAsync<bool>(
            connection, HasVersionSql, cancellationToken, Of(schema.Quoted + ".schema_version", NpgsqlDbType.Text)).ConfigureAwait(false))
        {
            return await AskAsync<int>(connection, ReadVersionSql, cancellationToken).ConfigureAwait(false);
        }

        if (await AskAsync<bool>(connection, HasTablesSql, cancellationToken, Of(schema.Name, NpgsqlDbType.Text)).ConfigureAwait(false))
        {
            throw new StorageException(StorageError.Unavailable, "The schema holds tables of another program. Name another schema.");
        }

        if (!await AskAsync<bool>(connection, HasSchemaSql, cancellationToken, Of(schema.Name, NpgsqlDbType.Text)).ConfigureAwait(false))
        {
            await AskAsync<object>(connection, $"CREATE SCHEMA {schema.Quoted}", cancellationToken).ConfigureAwait(false);
        }

        await AskAsync<object>(connection, VersionTableSql, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private async ValueTask DistributeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await AskAsync<long>(connection, Distribution.ExtensionSql, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new StorageException(
                StorageError.Unavailable,
                "A distributed storage needs the Citus extension, and this database does not have it. Run CREATE EXTENSION citus, or leave Distributed false.");
        }

        foreach (var (table, column) in Distribution.Columns)
        {
            var name = Of($"{schema.Quoted}.{table}", NpgsqlDbType.Text);
            if (await AskAsync<long>(connection, Distribution.IsDistributedSql, cancellationToken, name.Clone()).ConfigureAwait(false) == 0)
            {
                await AskAsync<object>(connection, Distribution.DistributeSql, cancellationToken, name, Of(column, NpgsqlDbType.Text))
                    .ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<T?> AskAsync<T>(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(schema.Qualify(sql), connection) { CommandTimeout = 0 }; // A large store takes its time, and so does whoever waits for it.
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T answer ? answer : default;
        }
    }
}
