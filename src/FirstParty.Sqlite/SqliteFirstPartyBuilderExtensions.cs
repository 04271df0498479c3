using FirstParty.Sqlite;

namespace FirstParty;

/// <summary>Chooses SQLite.</summary>
public static class SqliteFirstPartyBuilderExtensions
{
    /// <summary>Keeps everything in one SQLite file, made on first use. One process at a time may write it.</summary>
    /// <remarks>A folder that is not there is made as well, when the store is opened: a path that was mistyped begins an empty store.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As of Microsoft.Data.Sqlite, such as <c>Data Source=shop.db</c>; a relative path starts at the current directory.</param>
    /// <param name="options">How the file is written; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string names no file, or an option is out of its range.</exception>
    /// <example><code>cdp.UseSqlite("Data Source=shop.db")</code></example>
    public static FirstPartyBuilder UseSqlite(this FirstPartyBuilder builder, string connectionString, SqliteStorageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var storage = new SqliteStorage(connectionString, options);
        return builder.UseStorage(_ => storage);
    }
}
