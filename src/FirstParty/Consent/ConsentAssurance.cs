namespace FirstParty.Consent;

/// <summary>How well the actor of a record was identified, from the weakest to the strongest.</summary>
public enum ConsentAssurance : byte
{
    /// <summary>Only by a device or browser id.</summary>
    Anonymous,

    /// <summary>By an identifier that nobody checked.</summary>
    Claimed,

    /// <summary>Signed in, or confirmed by a code or a double opt-in.</summary>
    Verified,
}
