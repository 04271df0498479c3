namespace FirstParty.Identity;

/// <summary>Which of two assertions between the same identifiers counts.</summary>
internal static class LinkRank
{
    /// <summary>The time of links that follow from the values themselves.</summary>
    public static long Timeless { get; } = DateTimeOffset.UnixEpoch.UtcTicks;

    public static bool IsBetter(RuleBook book, AssertionStrength strength, long time, AssertionStrength than, long thanTime) =>
        strength < than || (strength == than && (book.Newest ? time > thanTime : time < thanTime));
}
