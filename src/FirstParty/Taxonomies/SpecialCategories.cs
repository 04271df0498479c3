namespace FirstParty.Taxonomies;

/// <summary>The special categories of personal data of GDPR 9(1), one flag each.</summary>
[Flags]
public enum SpecialCategories : ushort
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Racial or ethnic origin.</summary>
    RacialOrEthnicOrigin = 1,

    /// <summary>Political opinions.</summary>
    PoliticalOpinions = 2,

    /// <summary>Religious or philosophical beliefs.</summary>
    ReligiousOrPhilosophicalBeliefs = 4,

    /// <summary>Trade union membership.</summary>
    TradeUnionMembership = 8,

    /// <summary>Genetic data.</summary>
    Genetic = 16,

    /// <summary>Biometric data used to identify a person uniquely.</summary>
    Biometric = 32,

    /// <summary>Data concerning health.</summary>
    Health = 64,

    /// <summary>Data concerning a person's sex life.</summary>
    SexLife = 128,

    /// <summary>Data concerning a person's sexual orientation.</summary>
    SexualOrientation = 256,
}
