namespace FirstParty.Consent.Signals;

/// <summary>The rules of the TCF policies that a well-formed string may still break.</summary>
internal static class TcPolicy
{
    private static readonly DateTimeOffset Policy4Demanded = new(2023, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset DisclosedVendorsDemanded = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool IsConsentOnly(int purposeId) => purposeId is 1 or (>= 3 and <= 6);

    public static void Judge(TcString tc)
    {
        var findings = new List<TcFinding>();
        if (!tc.IsServiceSpecific)
        {
            findings.Add(TcFinding.GlobalScope);
            tc.IsValid = false;
        }

        if (tc.PolicyVersion < 4 && tc.LastUpdated >= Policy4Demanded)
        {
            findings.Add(TcFinding.PolicyVersionOutdated);
        }

        if (tc.DisclosedVendors is null)
        {
            var missing = tc.LastUpdated >= DisclosedVendorsDemanded;
            findings.Add(missing ? TcFinding.DisclosedVendorsMissing : TcFinding.DisclosedVendorsMissingGrandfathered);
            tc.IsValid &= !missing;
        }

        if (HasForbiddenInterest(tc))
        {
            findings.Add(TcFinding.LegitimateInterestNotAllowed);
        }

        if (tc.Created != tc.LastUpdated)
        {
            findings.Add(TcFinding.CreatedDiffersFromLastUpdated);
        }

        if (tc.Created.TimeOfDay != TimeSpan.Zero || tc.LastUpdated.TimeOfDay != TimeSpan.Zero)
        {
            findings.Add(TcFinding.TimestampNotDayLevel);
        }

        if (tc.AllowedVendors is not null)
        {
            findings.Add(TcFinding.AllowedVendorsDeprecated);
        }

        tc.Findings = findings;
    }

    private static bool HasForbiddenInterest(TcString tc)
    {
        var interests = tc.PurposeLegitimateInterests;
        return interests.Contains(1)
            || (tc.PolicyVersion >= 4
                && (interests.Contains(3) || interests.Contains(4) || interests.Contains(5) || interests.Contains(6)));
    }
}
