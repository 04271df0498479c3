namespace FirstParty.Consent.Signals;

/// <summary>The segments of a TC string; the values after the core are the format's own type numbers.</summary>
public enum TcSegment : byte
{
    /// <summary>The core, always first.</summary>
    Core = 0,

    /// <summary>The vendors that the person was shown.</summary>
    DisclosedVendors = 1,

    /// <summary>The vendors that the publisher allows; deprecated.</summary>
    AllowedVendors = 2,

    /// <summary>What the person chose for the publisher's own purposes.</summary>
    PublisherTc = 3,
}
