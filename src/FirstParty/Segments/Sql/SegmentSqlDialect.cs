namespace FirstParty.Segments.Sql;

/// <summary>
/// How a database spells the few things in which SQL differs: everything else of a segment's statement is the same for all. Thread-safe.
/// </summary>
/// <remarks>
/// For implementers: text is compared as bytes of UTF-8, numbers are whole ten-thousandths in 64 bits, instants are ticks of 100 ns in 64 bits, so that
/// collations, rounding and time zones of the database have no part in an answer. Needed of the database: EXISTS, CASE, window functions, integer
/// division that truncates, <c>length</c> and <c>substr</c> that count bytes of a byte string, and byte strings that are ordered byte by byte.
/// </remarks>
public abstract class SegmentSqlDialect
{
    /// <summary>The type of a column of bytes: <c>BLOB</c>, <c>bytea</c>.</summary>
    public abstract string BytesType { get; }

    /// <summary>The place of a parameter, counted from 1: <c>?1</c>, <c>$1</c>. One may occur several times in a statement.</summary>
    public abstract string Parameter(int number);

    /// <summary>Whether a byte string occurs in another: both are expressions.</summary>
    public abstract string Contains(string bytes, string part);

    /// <summary>Makes a table that this session alone sees, empty even where the session has made it before.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="columns">Its columns with their types, and its constraints.</param>
    /// <returns>The statements, one after another.</returns>
    public abstract IReadOnlyList<string> CreateTemporary(string table, string columns);
}
