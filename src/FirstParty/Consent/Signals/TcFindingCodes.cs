namespace FirstParty.Consent.Signals;

/// <summary>The stable names of <see cref="TcFinding"/> values.</summary>
public static class TcFindingCodes
{
    /// <summary>The finding's name in logs, metrics and records. It never changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public static string Code(this TcFinding finding) => finding switch
    {
        TcFinding.GlobalScope => "global-scope-invalid",
        TcFinding.DisclosedVendorsMissing => "disclosed-vendors-missing-after-2026-02-28",
        TcFinding.DisclosedVendorsMissingGrandfathered => "disclosed-vendors-missing-grandfathered",
        TcFinding.PolicyVersionOutdated => "policy-version-below-4-after-2023-09-30",
        TcFinding.LegitimateInterestNotAllowed => "li-not-allowed-for-purpose-1-3-4-5-6",
        TcFinding.CreatedDiffersFromLastUpdated => "created!=lastUpdated",
        TcFinding.TimestampNotDayLevel => "timestamp-not-day-level",
        TcFinding.AllowedVendorsDeprecated => "vendors-allowed-segment-deprecated",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "The finding is not defined."),
    };
}
