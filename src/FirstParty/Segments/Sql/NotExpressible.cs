namespace FirstParty.Segments.Sql;

/// <summary>A leaf that the database was not asked: the row engine answered for it, person by person, and the statement joins those answers.</summary>
/// <param name="Segment">The segment's id.</param>
/// <param name="Leaf">The leaf as JSON.</param>
/// <param name="Reason">Why, such as <c>matches: a regular expression</c>.</param>
public sealed record NotExpressible(string Segment, string Leaf, string Reason)
{
    /// <inheritdoc />
    public override string ToString() => $"{Segment}: not expressible: {Reason}";
}
