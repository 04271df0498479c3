namespace FirstParty.Segments.Columnar;

/// <summary>What compiled rules are evaluated against, many people at once. For one thread.</summary>
internal sealed class BatchContext(ProfileColumns columns, DateTimeOffset now, ulong[][] members)
{
    public ProfileColumns Columns => columns;

    /// <summary>The instant in UTC ticks.</summary>
    public long Now { get; } = now.UtcTicks;

    /// <summary>The memberships of the segments that come before.</summary>
    public ulong[][] Members => members;

    public int Rows => columns.Count;

    public int Words { get; } = RowBits.WordsOf(columns.Count);
}
