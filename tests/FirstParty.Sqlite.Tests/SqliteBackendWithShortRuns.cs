namespace FirstParty.Sqlite.Tests;

public sealed class SqliteBackendWithShortRuns : SqliteBackend
{
    protected override SqliteStorageOptions Options => new() { RecentKeys = 5 };
}
