namespace FirstParty.Taxonomies.Schemas;

/// <summary>One rule that an event's properties broke; never the value that broke it.</summary>
/// <param name="Path">The path of the property as the schema writes it, such as <c>products[].price</c>.</param>
/// <param name="Rule">The rule that it broke.</param>
public readonly record struct SchemaViolation(string Path, SchemaRule Rule)
{
    /// <summary>The path and the rule. Safe in a log.</summary>
    public override string ToString() => $"{Path}: {Rule}";
}
