using FirstParty.PostgreSql;
using FirstParty.PostgreSql.Tests;
using FirstParty.Storage;
using Npgsql;

namespace FirstParty.Faults;

/// <summary>A PostgreSQL server of its own, whose commits reach the disk.</summary>
internal sealed class PostgreSqlTarget : FaultTarget
{
    private readonly string _connectionString;

    private PostgreSqlTarget(PostgreSqlServer? server, string connectionString) => (Server, _connectionString) = (server, connectionString);

    /// <summary>The server, in the process that started it.</summary>
    public PostgreSqlServer? Server { get; }

    public override (string Kind, string Place) Address => ("postgresql", _connectionString);

    public static PostgreSqlTarget New()
    {
        var server = new PostgreSqlServer(fsync: true);
        return new PostgreSqlTarget(server, server.ConnectionString);
    }

    public static PostgreSqlTarget At(string connectionString) => new(null, connectionString);

    public override FirstPartyStorage Create() => new PostgreSqlStorage(NpgsqlDataSource.Create(_connectionString));

    public override ValueTask<IReadOnlyList<string>> CheckAsync(FirstPartyStorage storage) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    public override void Dispose() => Server?.Dispose();
}
