namespace FirstParty.Consent.Signals;

/// <summary>One section of a GPP string. Exactly one of the decoded forms is there, or none when the section is only carried.</summary>
/// <param name="Id">The section's number.</param>
/// <param name="Raw">The section's text as received.</param>
public sealed record GppSection(int Id, string Raw)
{
    /// <summary>The European TC string (section 2), or null.</summary>
    public TcString? Tcf { get; internal init; }

    /// <summary>The US Privacy string (section 6), or null.</summary>
    public UsPrivacyString? UsPrivacy { get; internal init; }

    /// <summary>The US section (7 to 27, in a version that is known), or null.</summary>
    public GppUsSection? Us { get; internal init; }
}
