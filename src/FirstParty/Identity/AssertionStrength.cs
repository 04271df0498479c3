namespace FirstParty.Identity;

/// <summary>How strongly an assertion ties its identifiers together, from the strongest to the weakest.</summary>
public enum AssertionStrength : byte
{
    /// <summary>Follows from the values themselves: an e-mail and its hash, an alias.</summary>
    Derived,

    /// <summary>A person of the host decided it.</summary>
    Manual,

    /// <summary>From a system of record or an authenticated session.</summary>
    Authoritative,

    /// <summary>Confirmed by a one-time code or a double opt-in.</summary>
    Verified,

    /// <summary>Seen together in an ordinary event; a claim that nobody checked. The default.</summary>
    Observed,

    /// <summary>Computed by somebody else, such as a third-party graph.</summary>
    Inferred,
}
