using System.Collections.Immutable;

namespace FirstParty.Consent;

/// <summary>How a purpose's definition differs from an earlier one, and whether people must be asked again.</summary>
/// <param name="PurposeId">The purpose's id.</param>
/// <param name="Aspects">What differs, as property names.</param>
/// <param name="IsMaterial">Whether what people agreed to has changed: a new major version of its text must be published.</param>
/// <param name="IsUnversioned">Whether it is material and the definition's version was not raised: a mistake.</param>
public sealed record PurposeChange(string PurposeId, ImmutableArray<string> Aspects, bool IsMaterial, bool IsUnversioned)
{
    /// <summary>The purposes of the first registry that the second defines otherwise, by id. New and retired purposes are not changes.</summary>
    public static IReadOnlyList<PurposeChange> Between(PurposeRegistry before, PurposeRegistry after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. before.Select(old => after.Find(old.Id) is { } now ? Compare(old, now) : null)
                .OfType<PurposeChange>()
                .OrderBy(change => change.PurposeId, StringComparer.Ordinal),
        ];
    }

    private static PurposeChange? Compare(Purpose old, Purpose now)
    {
        var material = Material(old, now).ToArray();
        var editorial = Editorial(old, now).ToArray();
        return material.Length + editorial.Length == 0
            ? null
            : new PurposeChange(old.Id, [.. material, .. editorial], material.Length > 0, material.Length > 0 && now.Version <= old.Version);
    }

    // Only what widens a purpose takes people by surprise; what narrows it does not ask them again.
    private static IEnumerable<string> Material(Purpose old, Purpose now)
    {
        (string Aspect, bool Differs)[] aspects =
        [
            (nameof(Purpose.LawfulBasis), old.LawfulBasis != now.LawfulBasis),
            (nameof(Purpose.Regime), old.Regime != now.Regime),
            (nameof(Purpose.DeviceAccess), now.DeviceAccess && !old.DeviceAccess),
            (nameof(Purpose.DirectMarketing), now.DirectMarketing && !old.DirectMarketing),
            (nameof(Purpose.ProfilingForAds), now.ProfilingForAds && !old.ProfilingForAds),
            (nameof(Purpose.AutomatedDecision), now.AutomatedDecision && !old.AutomatedDecision),
            (nameof(Purpose.SoftOptIn), now.SoftOptIn && !old.SoftOptIn),
            (nameof(Purpose.OwnDataOnly), old.OwnDataOnly && !now.OwnDataOnly),
            (nameof(Purpose.MaxSensitivity), now.MaxSensitivity > old.MaxSensitivity),
            (nameof(Purpose.AllowedParties), now.AllowedParties.Except(old.AllowedParties).Any()),
            (nameof(Purpose.AllowedCategories), Widens(old.AllowedCategories, now.AllowedCategories)),
            (nameof(Purpose.Recipients), now.Recipients.Except(old.Recipients, StringComparer.Ordinal).Any()),
            (nameof(Purpose.Retention), old.Retention is { } kept && (now.Retention is not { } keeps || keeps > kept)),
            (nameof(Purpose.Article9Ground), now.Article9Ground is not null && now.Article9Ground != old.Article9Ground),
            (nameof(Purpose.NationalIdJustification), now.NationalIdJustification is not null && old.NationalIdJustification is null),
        ];
        return aspects.Where(aspect => aspect.Differs).Select(aspect => aspect.Aspect);
    }

    private static IEnumerable<string> Editorial(Purpose old, Purpose now)
    {
        if (!old.Titles.SequenceEqual(now.Titles))
        {
            yield return nameof(Purpose.Titles);
        }

        if (old.Validity != now.Validity)
        {
            yield return nameof(Purpose.Validity);
        }
    }

    private static bool Widens(ImmutableArray<string> old, ImmutableArray<string> now) =>
        !old.IsEmpty && (now.IsEmpty || now.Any(category => !old.Any(allowed => FactGate.IsWithin(category, allowed))));
}
