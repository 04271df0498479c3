using System.Data;
using System.Security.Cryptography;
using FirstParty.PostgreSql.Native;
using FirstParty.PostgreSql.Schema;
using FirstParty.PostgreSql.Tables;
using FirstParty.Storage;
using Npgsql;

namespace FirstParty.PostgreSql;

/// <summary>
/// Keeps everything in a PostgreSQL database that any number of processes write. Whoever changes a person holds that person's identity component until
/// the commit, so nodes meet only over the same person. Readers see one state and wait for nobody. Consent acts and erasures
/// always reach the disk; other events are as durable as the server's <c>synchronous_commit</c>, which is on by default. Thread-safe.
/// </summary>
/// <seealso href="https://www.postgresql.org/docs/current/explicit-locking.html">PostgreSQL: explicit locking</seealso>
public sealed class PostgreSqlStorage : FirstPartyStorage
{
    // Everything is found by key. A statement that was planned while its table was nearly empty must not go on reading all of it.
    private const string PlanSettingsSql =
        "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

    private const string SharedGateSql = PlanSettingsSql + ", pg_advisory_xact_lock_shared($1)";
    private const string OwnGateSql = PlanSettingsSql + ", pg_advisory_xact_lock($1)";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _dataSource;
    private readonly PostgreSqlStorageOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _ownsDataSource;
    private readonly SchemaName _schema;
    private readonly WantedLocks _wanted = new();
    private readonly FirstMeetings _meetings = new();
    private readonly UInt128 _process = Binary.Key(new Guid(RandomNumberGenerator.GetBytes(16)));
    private long _sessions;
    private bool _opened;

    /// <summary>A storage in a database.</summary>
    /// <param name="connectionString">As of Npgsql, such as <c>Host=db;Database=shop;Username=shop</c>.</param>
    /// <param name="options">How the database is used; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read, or an option is out of its range.</exception>
    public PostgreSqlStorage(string connectionString, PostgreSqlStorageOptions? options = null)
        : this(DataSourceOf(connectionString), options ?? new PostgreSqlStorageOptions(), TimeProvider.System, ownsDataSource: true)
    {
    }

    /// <summary>A storage in a database.</summary>
    /// <param name="dataSource">Where connections come from; it stays the host's to dispose.</param>
    /// <param name="options">How the database is used; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PostgreSqlStorage(NpgsqlDataSource dataSource, PostgreSqlStorageOptions? options = null)
        : this(dataSource, options ?? new PostgreSqlStorageOptions(), TimeProvider.System, ownsDataSource: false)
    {
    }

    internal PostgreSqlStorage(NpgsqlDataSource dataSource, PostgreSqlStorageOptions options, TimeProvider time, bool ownsDataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options.Check();
        (_dataSource, _options, _time, _ownsDataSource) = (dataSource, options, time, ownsDataSource);
        _schema = new SchemaName(options.Schema);
    }

    /// <inheritdoc />
    public override bool IsSingleWriter => false;

    /// <inheritdoc />
    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened)
        {
            throw new InvalidOperationException("The storage is open already.");
        }

        for (var conflicts = 1; !await TryMigrateAsync(isLast: conflicts > _options.Retries, cancellationToken).ConfigureAwait(false); conflicts++)
        {
            await PauseAfterConflictAsync(conflicts, cancellationToken).ConfigureAwait(false);
        }

        _opened = true;
    }

    /// <inheritdoc />
    public override ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.ReadCommitted, SharedGateSql, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StorageSession> BeginExclusiveAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.ReadCommitted, OwnGateSql, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.RepeatableRead, gate: null, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask<bool> PauseAfterConflictAsync(int conflicts, CancellationToken cancellationToken)
    {
        if (conflicts > _options.Retries)
        {
            return false;
        }

        var longest = Math.Min(LongestPause.TotalMilliseconds, ShortestPause.TotalMilliseconds * Math.Pow(2, conflicts));
        await Task.Delay(TimeSpan.FromMilliseconds(longest * _options.Chance()), _time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _ownsDataSource ? _dataSource.DisposeAsync() : ValueTask.CompletedTask;

    internal static NpgsqlDataSource DataSourceOf(string connectionString)
    {
        const string Mend = "Name a server and a database, such as \"Host=db;Database=shop;Username=shop\", in the words of Npgsql.";
        try
        {
            var builder = new NpgsqlDataSourceBuilder(string.IsNullOrWhiteSpace(connectionString) ? throw new ArgumentException(Mend) : connectionString);
            builder.ConnectionStringBuilder.NoResetOnClose = true; // A session leaves nothing behind on its connection: all it sets ends with its transaction.
            return builder.Build();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException or NotSupportedException or InvalidOperationException)
        {
            throw new ArgumentException(Mend, nameof(connectionString)); // Npgsql's own words may repeat a part of the text, and that may be a password.
        }
    }

    /// <summary>Brings the tables up to this version; false if somebody who reads them meanwhile got in the way.</summary>
    private async ValueTask<bool> TryMigrateAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await new Migrations(_dataSource, _schema, _options.Distributed).RunAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (Fault.Is(exception))
        {
            var fault = Fault.Of(exception);
            return fault.Error == StorageError.Conflict && !isLast ? false : throw fault;
        }
    }

    /// <summary>An id that no other session of any process has.</summary>
    private Guid NextSession() => Binary.Uuid(_process + (ulong)Interlocked.Increment(ref _sessions));

    private async ValueTask<StorageSession> BeginAsync(IsolationLevel isolation, string? gate, CancellationToken cancellationToken)
    {
        if (!_opened)
        {
            throw new InvalidOperationException("The storage is not open. Call OpenAsync first.");
        }

        NpgsqlConnection? connection = null;
        try
        {
            connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false);
            var database = new Database(connection, transaction, _schema, _options.Distributed || _options.WritesInLists);
            if (gate is null)
            {
                database.Defer(database.Sql(PlanSettingsSql).Ignored());
                return new PostgreSqlSession(connection, transaction, database, _wanted, _meetings, marks: null, isAlone: false);
            }

            var marks = new HoldMarks(database, NextSession(), isAlone: gate == OwnGateSql);
            database.Defer([database.Sql(gate).Add(_schema.WriterGate).Ignored(), .. marks.ReadEdition()]);
            return new PostgreSqlSession(connection, transaction, database, _wanted, _meetings, marks, isAlone: gate == OwnGateSql);
        }
        catch (Exception exception) when (connection is not null || Fault.Is(exception))
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (Fault.Is(exception))
            {
                throw Fault.Of(exception);
            }

            throw;
        }
    }
}
