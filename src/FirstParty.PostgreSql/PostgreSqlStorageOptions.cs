namespace FirstParty.PostgreSql;

/// <summary>How the database is used. The defaults suit a shop on one PostgreSQL server. Set before the storage is made; not thread-safe.</summary>
public sealed class PostgreSqlStorageOptions
{
    private const int LongestSchema = 63;

    /// <summary>
    /// The schema that the tables are in, made on first use: 1 to 63 lower-case letters, digits and underscores, no digit first;
    /// <c>firstparty</c> by default. Two platforms may share a database with a schema each.
    /// </summary>
    public string Schema { get; set; } = "firstparty";

    /// <summary>
    /// Whether the tables are spread over the nodes of a Citus cluster; false by default. The extension must be there. An existing storage is
    /// spread when it is next opened with true; there is no way back.
    /// </summary>
    /// <seealso href="https://docs.citusdata.com/en/stable/develop/api_udf.html#create-distributed-table">create_distributed_table</seealso>
    public bool Distributed { get; set; }

    /// <summary>
    /// How often a batch that met another writer is tried again, 0 to 100; 10 by default. The last tries let nobody write beside them, so they
    /// succeed unless the server fails.
    /// </summary>
    public int Retries { get; set; } = 10;

    /// <summary>
    /// Where chance comes from that keeps two writers from meeting again and again: numbers from 0 up to 1. Called by one thread at a time;
    /// cryptographic randomness by default.
    /// </summary>
    public Func<double> Chance { get; set; } = DrawChance;

    /// <summary>Whether to write as for a cluster without there being one: for tests of that way of writing.</summary>
    internal bool WritesInLists { get; set; }

    internal void Check()
    {
        if (Schema is not { Length: > 0 and <= LongestSchema } || char.IsAsciiDigit(Schema[0]) || !Schema.All(IsPlain))
        {
            throw new ArgumentException("A schema's name has 1 to 63 lower-case letters, digits and underscores, and starts with no digit.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Retries, 100);
        ArgumentNullException.ThrowIfNull(Chance);

        static bool IsPlain(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_';
    }

    private static double DrawChance() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
