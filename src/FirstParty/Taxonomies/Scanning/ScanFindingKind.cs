namespace FirstParty.Taxonomies.Scanning;

/// <summary>What a scanner recognised.</summary>
public enum ScanFindingKind : byte
{
    /// <summary>A Swedish personal or coordination number with a valid date and checksum.</summary>
    PersonalNumber,

    /// <summary>A payment card number: 13 to 19 digits in a card network's range, with a valid checksum.</summary>
    CardNumber,

    /// <summary>A word that reveals a special category.</summary>
    SensitiveWord,
}
