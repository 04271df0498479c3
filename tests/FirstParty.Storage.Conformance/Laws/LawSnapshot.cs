using System.Text;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>All that can be seen of a platform, as text: two platforms in the same state give the same text.</summary>
internal static class LawSnapshot
{
    public static async Task<string> OfAsync(CustomerDataPlatform cdp)
    {
        var text = new StringBuilder();
        foreach (var who in LawWorld.Identifiers)
        {
            foreach (var purpose in LawWorld.Purposes)
            {
                text.Append(who.Value).Append(' ').Append(purpose).Append(": ");
                text.Append(await cdp.Profiles.FindAsync(who, purpose) is { } profile ? Show(profile) : "nobody").Append('\n');
            }
        }

        foreach (var segment in cdp.Segments.Definitions.Select(definition => definition.Id).Order(StringComparer.Ordinal))
        {
            text.Append(segment).Append(':');
            await foreach (var membership in cdp.Segments.MembersAsync(segment))
            {
                text.Append(' ').Append(membership.Profile);
            }

            text.Append('\n');
        }

        return text.Append(await cdp.Profiles.CountAsync()).Append(" profiles").ToString();
    }

    private static string Show(Profiles.Profile profile)
    {
        var traits = profile.Traits.Values
            .OrderBy(trait => trait.Name, StringComparer.Ordinal)
            .Select(trait => $"{trait.Name}={trait.Value} ({trait.Party} {trait.Source} {trait.Fact.Key:x} {trait.OccurredAt:O} {trait.Sensitivity})");
        return $"{profile.Id} {profile.Decision.Status} [{string.Join(", ", traits)}] [{string.Join(' ', profile.Segments)}] " +
            $"{profile.Events} events, {profile.Withheld} withheld";
    }
}
