namespace FirstParty.Identity;

/// <summary>What an erasure takes from an event that names an erased identifier.</summary>
public enum ErasureScope : byte
{
    /// <summary>The whole event: the targets are all identifiers of a profile.</summary>
    Profile,

    /// <summary>The identifier alone, and the event's traits when it was the anchor.</summary>
    Identifier,
}
