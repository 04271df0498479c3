using System.Globalization;
using FirstParty.Segments.Sql;

namespace FirstParty.Sqlite.Tables;

/// <summary>The SQL of SQLite.</summary>
/// <seealso href="https://www.sqlite.org/lang_corefunc.html">SQLite: built-in scalar functions</seealso>
internal sealed class SqliteSegmentDialect : SegmentSqlDialect
{
    public override string BytesType => "BLOB";

    public override string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"?{number}");

    public override string Contains(string bytes, string part) => $"(instr({bytes}, {part}) > 0)";

    public override IReadOnlyList<string> CreateTemporary(string table, string columns) =>
        [$"DROP TABLE IF EXISTS temp.{table}", $"CREATE TEMP TABLE {table} ({columns}) WITHOUT ROWID"];
}
