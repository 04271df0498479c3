namespace FirstParty.PostgreSql.Tests;

/// <summary>The server's own count of sessions that waited for each other in a circle.</summary>
internal static class Deadlocks
{
    public static async Task NoneAsync()
    {
        await using var count = PostgreSqlBackend.DataSource.CreateCommand("SELECT sum(deadlocks)::bigint FROM pg_stat_database");
        (await count.ExecuteScalarAsync()).ShouldBe(0L, "nobody waits in a circle");
    }
}
