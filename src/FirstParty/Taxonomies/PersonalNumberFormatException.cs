namespace FirstParty.Taxonomies;

/// <summary>Text is not a Swedish personal number. The message never holds the text.</summary>
public sealed class PersonalNumberFormatException : FormatException
{
    /// <summary>Says why.</summary>
    public PersonalNumberFormatException(PersonalNumberError error)
        : base($"This is not a Swedish personal number: {error}.") => Error = error;

    /// <summary>Why not.</summary>
    public PersonalNumberError Error { get; }
}
