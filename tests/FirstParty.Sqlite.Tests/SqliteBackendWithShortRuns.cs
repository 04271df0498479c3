namespace FirstParty.Sqlite.Tests;

public sealed class SqliteBackendWithShortRuns : SqliteBackend
{
    protected override SqliteStorageOptions Options => new() { Durability = SqliteDurability.Normal, RecentKeys = 5 };
}
