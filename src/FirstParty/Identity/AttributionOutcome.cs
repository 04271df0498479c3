namespace FirstParty.Identity;

/// <summary>What resolution made of an event.</summary>
public enum AttributionOutcome : byte
{
    /// <summary>It belongs to a profile.</summary>
    Attributed,

    /// <summary>It named two values of a unique namespace: it links nobody and is nobody's.</summary>
    Ambiguous,

    /// <summary>It named no person by an identifier that the rules accept.</summary>
    Nobody,

    /// <summary>A retraction names it: it counts as never said.</summary>
    Retracted,

    /// <summary>An erasure names an identifier of it: it counts as never said.</summary>
    Erased,
}
