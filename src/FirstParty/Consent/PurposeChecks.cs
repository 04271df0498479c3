using FirstParty.Taxonomies;

namespace FirstParty.Consent;

/// <summary>What can be wrong with purposes.</summary>
internal static class PurposeChecks
{
    internal static IReadOnlyList<string> Check(IReadOnlyCollection<Purpose> purposes)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        var mistakes = new List<string>();
        if (purposes.Count > PurposeRegistry.MaxPurposes)
        {
            mistakes.Add($"There are {purposes.Count} purposes; at most {PurposeRegistry.MaxPurposes} are taken.");
        }

        var byId = new Dictionary<string, Purpose>(StringComparer.Ordinal);
        foreach (var purpose in purposes)
        {
            if (!byId.TryAdd(purpose.Id, purpose))
            {
                mistakes.Add($"Purpose '{purpose.Id}' is defined twice.");
            }

            mistakes.AddRange(Alone(purpose).Select(mistake => $"Purpose '{purpose.Id}': {mistake}"));
        }

        mistakes.AddRange(byId.Values.Select(purpose => Ancestry(purpose, byId)).OfType<string>());
        return mistakes;
    }

    private static IEnumerable<string> Alone(Purpose purpose)
    {
        if (purpose.Id.Length > 128 || !purpose.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            yield return "an id is 1 to 128 letters, digits, dots, hyphens and underscores.";
        }

        if (!Enum.IsDefined(purpose.LawfulBasis) || !Enum.IsDefined(purpose.Regime))
        {
            yield return "the lawful basis and the regime must be ones that exist.";
        }

        if (purpose.LawfulBasis == LawfulBasis.Consent && purpose.Regime != ConsentRegime.OptIn)
        {
            yield return "consent is an affirmative act (GDPR 4(11)): its regime can only be OptIn.";
        }

        if (purpose.LawfulBasis is LawfulBasis.LegitimateInterests or LawfulBasis.PublicTask && purpose.Regime == ConsentRegime.None)
        {
            yield return "a person may object to an interest or a public task (GDPR 21): its regime cannot be None.";
        }

        if (purpose.DirectMarketing && purpose.CompellingGrounds is not null)
        {
            yield return "nothing overrides an objection to direct marketing (GDPR 21(3)): it cannot declare compelling grounds.";
        }

        if (purpose.SoftOptIn && (!purpose.DirectMarketing || purpose.DeviceAccess || purpose.Regime != ConsentRegime.OptIn))
        {
            yield return "a soft opt-in is for direct marketing that otherwise needs consent, without access to devices (ePrivacy 13(2)).";
        }

        if (purpose.Version < 1 || purpose.Validity <= TimeSpan.Zero || purpose.Retention <= TimeSpan.Zero)
        {
            yield return "version, validity and retention must be positive.";
        }

        foreach (var mistake in Limits(purpose))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<string> Limits(Purpose purpose)
    {
        if (purpose.AllowedParties.IsDefaultOrEmpty || !purpose.AllowedParties.All(Enum.IsDefined))
        {
            yield return "it must allow at least one party that exists.";
        }

        if (purpose.AllowedCategories.IsDefault || purpose.AllowedCategories.Any(string.IsNullOrWhiteSpace))
        {
            yield return "an allowed category must not be blank.";
        }

        if (purpose.NationalIdJustification is { } justification && string.IsNullOrWhiteSpace(justification))
        {
            yield return "a justification for national ids must say something.";
        }

        if (!Enum.IsDefined(purpose.MaxSensitivity) || (purpose.Article9Ground is { } ground && !Enum.IsDefined(ground)))
        {
            yield return "the sensitivity and the ground must be ones that exist.";
        }

        if (purpose.NationalIdJustification is not null && purpose.MaxSensitivity < Sensitivity.NationalId)
        {
            yield return "it justifies national ids, but its highest sensitivity keeps them out.";
        }

        if (purpose.Article9Ground is not null && purpose.MaxSensitivity < Sensitivity.SpecialCategory)
        {
            yield return "it declares a ground for special categories, but its highest sensitivity keeps them out.";
        }
    }

    private static string? Ancestry(Purpose purpose, Dictionary<string, Purpose> byId)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { purpose.Id };
        for (var current = purpose; current.Parent is { } parent; current = byId[parent])
        {
            if (!byId.ContainsKey(parent))
            {
                return $"Purpose '{current.Id}': its parent '{parent}' is not defined.";
            }

            if (!seen.Add(parent))
            {
                return $"Purpose '{purpose.Id}': its parents form a cycle through '{parent}'.";
            }
        }

        return null;
    }
}
