namespace FirstParty.Segments.Sql;

/// <summary>A database that evaluates segments, within a storage session and on its connection. Used by one caller at a time.</summary>
/// <remarks>For implementers: nothing is written but temporary tables; what they hold must reach no file that outlives the session.</remarks>
public abstract class SegmentSqlSession
{
    /// <summary>How the database spells things.</summary>
    public abstract SegmentSqlDialect Dialect { get; }

    /// <summary>Runs a statement that gives no rows.</summary>
    public abstract ValueTask ExecuteAsync(string sql, IReadOnlyList<SegmentSqlValue> parameters, CancellationToken cancellationToken);

    /// <summary>Adds rows to a temporary table, as fast as the database can.</summary>
    /// <param name="table">The table.</param>
    /// <param name="width">How many columns a row has; rows are given in the order of the table's columns.</param>
    /// <param name="values">The values, row after row.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public abstract ValueTask LoadAsync(string table, int width, IReadOnlyList<SegmentSqlValue> values, CancellationToken cancellationToken);

    /// <summary>Runs a query of two columns of whole numbers.</summary>
    public abstract ValueTask<IReadOnlyList<(long First, long Second)>> QueryAsync(string sql, CancellationToken cancellationToken);
}
