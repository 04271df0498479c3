namespace FirstParty.Taxonomies;

/// <summary>What a trait of a person is: <c>email</c>, <c>favouriteTea</c>. Immutable and thread-safe.</summary>
public sealed record AttributeDefinition : DataDefinition
{
    /// <summary>A personal, structured, raw attribute that needs no purpose; say the rest in an initialiser or a <c>with</c> expression.</summary>
    /// <param name="key">The classification key, 1 to <see cref="DataDefinition.MaxKeyLength"/> characters.</param>
    /// <param name="kind">What it says about a person.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null, blank or too long.</exception>
    public AttributeDefinition(string key, DataKind kind)
        : base(key, kind) => Form = DataForm.Raw;

    /// <summary>The JSON shape that its values are expected to have. Anything by default.</summary>
    public AttributeValueType ValueType { get; init; }

    /// <summary>Which fact is believed when several sources disagree. The most trusted by default.</summary>
    public ConflictRule Conflict { get; init; }
}
