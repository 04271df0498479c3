namespace FirstParty.Identity;

/// <summary>What can happen to profiles when facts arrive or go.</summary>
public enum ResolutionEntryKind : byte
{
    /// <summary>Two profiles became one.</summary>
    Merged,

    /// <summary>One profile became two.</summary>
    Split,

    /// <summary>An identifier left one profile for another that was there before.</summary>
    Moved,

    /// <summary>The same identifiers are now represented by another of them.</summary>
    Renamed,

    /// <summary>An identifier met too many others and stopped joining them.</summary>
    Contested,

    /// <summary>An identifier is no longer contested.</summary>
    Uncontested,

    /// <summary>A component went over its budget and shed its weakest links.</summary>
    Oversized,

    /// <summary>
    /// A warning: a device ties addresses of two kinds together, an e-mail address and a telephone number, say, and nothing unique in their profile tells
    /// whether they are one person's. Two people who share the device would look the same. <see cref="ResolutionEntry.Identifier"/> is the device.
    /// </summary>
    /// <seealso href="https://experienceleague.adobe.com/en/docs/experience-platform/identity/features/identity-graph-linking-rules/example-configurations">Adobe's examples</seealso>
    Doubtful,
}
