namespace FirstParty.Segments.Sql;

/// <summary>What a database found.</summary>
/// <param name="Members">A bitmap for each of the set's definitions.</param>
/// <param name="NotExpressible">The leaves that the row engine answered for, with the reasons; empty when SQL said it all.</param>
/// <param name="Statements">The statement of each definition: no text of any rule is in it, only places of parameters.</param>
public sealed record SqlSegmentsResult(
    IReadOnlyList<SegmentBitmap> Members, IReadOnlyList<NotExpressible> NotExpressible, IReadOnlyList<string> Statements);
