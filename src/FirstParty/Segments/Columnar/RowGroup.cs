namespace FirstParty.Segments.Columnar;

/// <summary>
/// Rows that are evaluated together: so few that a number for each stays in the processor's cache, and that a row within the group is a 16-bit number.
/// </summary>
internal sealed class RowGroup
{
    /// <summary>How many rows a group has, but the last: a multiple of 64.</summary>
    public const int Size = 16_384;

    private readonly EventTable?[] _events;

    public RowGroup(ProfileColumns columns, int first, int selections)
    {
        (Columns, First, Rows) = (columns, first, Math.Min(Size, columns.Count - first));
        _events = new EventTable?[selections];
    }

    public ProfileColumns Columns { get; }

    /// <summary>The first row.</summary>
    public int First { get; }

    public int Rows { get; }

    public int Words => RowBits.WordsOf(Rows);

    public EventTable Events(int index) => _events[index] ??= Columns.Table(index, this);
}
