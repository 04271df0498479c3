namespace FirstParty.Consent.Signals;

/// <summary>A decoded US section of a GPP string, national or of one state. Immutable.</summary>
/// <param name="Name">The section's name in the GPP interface, such as <c>usnat</c> or <c>usca</c>.</param>
/// <param name="Version">The version of the section's specification.</param>
/// <param name="Fields">The core's fields in the specification's order, without the version.</param>
/// <param name="Gpc">Whether the person's browser sent Global Privacy Control; null when the section does not say.</param>
/// <seealso href="https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/tree/main/Sections">GPP sections</seealso>
public sealed record GppUsSection(string Name, int Version, IReadOnlyList<GppField> Fields, bool? Gpc)
{
    /// <summary>The field of that name, or null when the section has none.</summary>
    public GppField? Find(string name) => Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal));

    /// <summary>True when the field is there and any of its values is <paramref name="value"/>.</summary>
    public bool Says(string name, byte value) => Find(name)?.Values.Contains(value) == true;
}
