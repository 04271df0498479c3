using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Values of a row in the forms of this library.</summary>
internal static class RowReading
{
    public static string Text(this NpgsqlDataReader row, int column) => SafeText.Read(row.GetString(column));

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? NullableBytes(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => Binary.Instant(row.GetInt64(column));

    public static DateTimeOffset? NullableInstant(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static ProfileId Profile(this NpgsqlDataReader row, int column) => new(row.GetGuid(column));

    public static ProfileId? NullableProfile(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Profile(column);

    /// <summary>A fact of its key and, in the next column, its source.</summary>
    public static FactId Fact(this NpgsqlDataReader row, int column) => new(row.Text(column + 1), Binary.Key(row.GetGuid(column)));

    public static FactId? NullableFact(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Fact(column);

    public static Guid Uuid(this FactId fact) => Binary.Uuid(fact.Key);

    /// <summary>The facts' keys and sources as two arrays.</summary>
    public static Statement Add(this Statement statement, IReadOnlyCollection<FactId> facts) =>
        statement.Add(facts.Select(fact => fact.Uuid())).Add(facts.Select(fact => fact.Source));
}
