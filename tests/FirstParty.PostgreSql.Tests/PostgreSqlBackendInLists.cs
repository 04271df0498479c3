namespace FirstParty.PostgreSql.Tests;

/// <summary>Writes as for a Citus cluster: rows in VALUES lists, locks one by one.</summary>
public sealed class PostgreSqlBackendInLists : PostgreSqlBackend
{
    protected override PostgreSqlStorageOptions Options => new() { Schema = Schema, WritesInLists = true };
}
