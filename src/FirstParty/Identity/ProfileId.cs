namespace FirstParty.Identity;

/// <summary>
/// The id of a profile: the UUIDv5 of its representative identifier. Every id ever handed out keeps resolving, after merges and
/// unmerges alike, because it names an identifier and not a row.
/// </summary>
/// <param name="Value">The UUID.</param>
public readonly record struct ProfileId(Guid Value)
{
    /// <summary>The UUID in lower case with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
