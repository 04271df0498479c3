using System.Collections.Immutable;
using FirstParty.Taxonomies;

namespace FirstParty.Consent;

/// <summary>The limits that a purpose puts on facts. Each can only turn a yes into a no. Allocates nothing.</summary>
internal static class FactGate
{
    internal static ConsentDecision Apply(Purpose purpose, in ConsentDecision decision, in FactClass fact) =>
        decision.Allowed && Obstacle(purpose, decision, fact) is { } reason ? decision.Blocked(reason) : decision;

    private static ConsentReason? Obstacle(Purpose purpose, in ConsentDecision decision, in FactClass fact)
    {
        if (fact.Sensitivity > purpose.MaxSensitivity)
        {
            return ConsentReason.SensitivityAbovePurpose;
        }

        var special = fact.Sensitivity == Sensitivity.SpecialCategory || fact.SpecialCategories != SpecialCategories.None;
        if (special && purpose.Article9Ground is null && !decision.IsExplicit)
        {
            return decision.Status == ConsentStatus.Granted
                ? ConsentReason.ExplicitConsentRequired
                : ConsentReason.SpecialCategoryNeedsArticle9Ground;
        }

        if (fact.Sensitivity == Sensitivity.CriminalOffence && purpose.CriminalOffenceAuthority is null)
        {
            return ConsentReason.CriminalOffenceNeedsAuthority;
        }

        if ((fact.NationalId || fact.Sensitivity == Sensitivity.NationalId) && purpose.NationalIdJustification is null)
        {
            return ConsentReason.NationalIdNeedsJustification;
        }

        if (!purpose.AllowedParties.AsSpan().Contains(fact.Party))
        {
            return ConsentReason.PartyNotAllowed;
        }

        if (purpose.OwnDataOnly && !string.Equals(fact.CollectedFor, purpose.Id, StringComparison.Ordinal))
        {
            return ConsentReason.CollectedForAnotherPurpose;
        }

        return purpose.AllowedCategories.IsEmpty || Covers(purpose.AllowedCategories, fact) ? null : ConsentReason.CategoryNotAllowed;
    }

    private static bool Covers(ImmutableArray<string> categories, in FactClass fact)
    {
        foreach (var category in categories)
        {
            if (IsWithin(fact.Category, category) || IsWithin(fact.DataCategory, category))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool IsWithin(string? key, string category) =>
        key is not null
        && key.StartsWith(category, StringComparison.Ordinal)
        && (key.Length == category.Length || key[category.Length] == '.');
}
