namespace FirstParty.Consent;

/// <summary>How a person stands to a purpose. Only four of them permit: see <see cref="ConsentDecision.Allowed"/>.</summary>
public enum ConsentStatus : byte
{
    /// <summary>Nobody has asked, or no notice was given. Not permitted.</summary>
    NotAsked,

    /// <summary>Asked, without an answer. Not permitted.</summary>
    Asked,

    /// <summary>Granted and in force. Permitted.</summary>
    Granted,

    /// <summary>Declined. Not permitted.</summary>
    Denied,

    /// <summary>Granted once and taken back. Not permitted.</summary>
    Withdrawn,

    /// <summary>Objected to. Not permitted.</summary>
    Objected,

    /// <summary>Opted out of. Not permitted.</summary>
    OptedOut,

    /// <summary>Granted, but its validity has ended. Not permitted; may be asked again.</summary>
    Expired,

    /// <summary>Granted on a text that has since materially changed. Not permitted; may be asked again.</summary>
    Stale,

    /// <summary>It would be permitted, were there not something else in the way: see the reason. Not permitted.</summary>
    Blocked,

    /// <summary>A legitimate interest or public task that nobody objected to, after notice. Permitted.</summary>
    NotObjected,

    /// <summary>An opt-out regime that nobody opted out of. Permitted.</summary>
    NotOptedOut,

    /// <summary>The person's wish does not decide: contract, legal obligation, vital interests. Permitted.</summary>
    NotApplicable,
}
