using FirstParty.PostgreSql;
using Npgsql;

namespace FirstParty;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlFirstPartyBuilderExtensions
{
    /// <summary>Keeps everything in a PostgreSQL database, version 14 or later, in tables made on first use. Any number of processes may write it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As of Npgsql, such as <c>Host=db;Database=shop;Username=shop</c>.</param>
    /// <param name="configure">How the database is used; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be read, or an option is out of its range.</exception>
    /// <example><code>cdp.UsePostgreSql("Host=db;Database=shop;Username=shop", o => o.Distributed = true)</code></example>
    public static FirstPartyBuilder UsePostgreSql(
        this FirstPartyBuilder builder, string connectionString, Action<PostgreSqlStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = Configure(configure);
        var dataSource = PostgreSqlStorage.DataSourceOf(connectionString);
        return builder.UseStorage(time => new PostgreSqlStorage(dataSource, options, time, ownsDataSource: true));
    }

    /// <summary>Keeps everything in a PostgreSQL database, version 14 or later, in tables made on first use. Any number of processes may write it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from; it stays the host's to dispose.</param>
    /// <param name="configure">How the database is used; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static FirstPartyBuilder UsePostgreSql(
        this FirstPartyBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        var options = Configure(configure);
        return builder.UseStorage(time => new PostgreSqlStorage(dataSource, options, time, ownsDataSource: false));
    }

    private static PostgreSqlStorageOptions Configure(Action<PostgreSqlStorageOptions>? configure)
    {
        var options = new PostgreSqlStorageOptions();
        configure?.Invoke(options);
        options.Check();
        return options;
    }
}
