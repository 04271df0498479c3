using System.Globalization;
using FirstParty.Segments.Sql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The SQL of PostgreSQL.</summary>
/// <seealso href="https://www.postgresql.org/docs/current/functions-binarystring.html">PostgreSQL: binary string functions</seealso>
internal sealed class PostgreSqlSegmentDialect : SegmentSqlDialect
{
    public override string BytesType => "bytea";

    public override string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    public override string Contains(string bytes, string part) => $"(position({part} in {bytes}) > 0)";

    public override IReadOnlyList<string> CreateTemporary(string table, string columns) =>
        [$"DROP TABLE IF EXISTS pg_temp.{table}", $"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP"];
}
