using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// What a person has said, for each of their facts: a refusal by any of their identifiers counts for all, a permission only for the facts of those
/// who surely gave it. So nobody opens another person's facts by claiming to be them.
/// </summary>
internal abstract class FactConsent
{
    /// <summary>Everything the person is known to have said, claimed links included: for the record, never for a decision.</summary>
    public abstract SubjectConsent Whole { get; }

    /// <summary>What one of the person's identifiers, and those who surely are the same, permit for the person as a whole.</summary>
    public abstract SubjectConsent Of(Identifier speaker);

    /// <summary>What counts for a fact: what those permit whom it names, and those who surely are the same.</summary>
    public abstract SubjectConsent For(LoggedEvent fact);

    /// <summary>
    /// The first instant after one at which any decision on any fact that was asked about may become another although nothing new is known; null for
    /// never.
    /// </summary>
    public abstract DateTimeOffset? NextChange(DateTimeOffset after);
}
