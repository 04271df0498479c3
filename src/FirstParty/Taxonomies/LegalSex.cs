namespace FirstParty.Taxonomies;

/// <summary>The legal sex that a Swedish personal number encodes; not the person's gender.</summary>
public enum LegalSex : byte
{
    /// <summary>An even last digit but one.</summary>
    Female,

    /// <summary>An odd last digit but one.</summary>
    Male,
}
