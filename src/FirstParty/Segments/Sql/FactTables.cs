namespace FirstParty.Segments.Sql;

/// <summary>The temporary tables that statements read, and their columns.</summary>
internal static class FactTables
{
    public const string People = "seg_people";
    public const string Values = "seg_values";
    public const string Items = "seg_items";
    public const string Events = "seg_events";
    public const string Days = "seg_days";
    public const string Standings = "seg_standings";
    public const string Shares = "seg_shares";
    public const string Spans = "seg_spans";
    public const string Answers = "seg_answers";
    public const string Members = "seg_members";

    /// <summary>Each table with its columns; <c>{0}</c> is the type of bytes, a leading <c>+</c> marks those of the key.</summary>
    public static IReadOnlyList<(string Table, string[] Columns)> All { get; } =
    [
        (People, ["+person", "first_seen"]),
        (Values, ["+owner", "+slot", "party", "explicitness", "stated", "held", "kind", "number", "key {0}", "text {0}", "fold {0}", "instant", "size", "version {0}", "address {0}"]),
        (Items, ["+owner", "+slot", "+ordinal", "key {0}", "fold {0}"]),
        (Events, ["+person", "+name", "+id", "at"]),
        (Days, ["+event", "+zone", "day"]),
        (Standings, ["+person", "+purpose", "standing"]),
        (Shares, ["+person", "+seed", "share"]),
        (Spans, ["+person", "+span", "start", "finish"]),
        (Answers, ["+leaf", "+person"]),
        (Members, ["+segment", "+person"]),
    ];

    public static string Definition(string[] columns, SegmentSqlDialect dialect)
    {
        var declared = columns.Select(column => column.Split(' ') is [var name, _]
            ? $"{name} {dialect.BytesType}"
            : $"{column.TrimStart('+')} BIGINT");
        var key = columns.Where(column => column[0] == '+').Select(column => column[1..]);
        return $"{string.Join(", ", declared)}, PRIMARY KEY ({string.Join(", ", key)})";
    }
}
