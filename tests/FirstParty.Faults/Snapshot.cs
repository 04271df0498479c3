using System.Text;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>Every stored profile and every membership, as text: caches in the same state give the same text.</summary>
internal static class Snapshot
{
    private const int Page = 500;

    public static async Task<string> OfAsync(CustomerDataPlatform cdp, FirstPartyStorage storage)
    {
        await cdp.Segments.RefreshAsync(); // Looks that are owed to long histories are taken first.
        var text = new StringBuilder();
        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        IReadOnlyList<StoredProfile> page = [];
        do
        {
            page = await session.Profiles.ListAsync(page.Count == 0 ? null : page[^1].Id, Page, CancellationToken.None);
            foreach (var profile in page)
            {
                text.Append(profile.Id).Append(profile.FirstSeen.UtcTicks).AppendJoin(',', profile.Traits).Append('\n');
            }
        }
        while (page.Count == Page);

        foreach (var segment in cdp.Segments.Definitions)
        {
            text.Append(segment.Id).Append(':');
            await foreach (var membership in cdp.Segments.MembersAsync(segment.Id))
            {
                text.Append(' ').Append(membership.Profile);
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
