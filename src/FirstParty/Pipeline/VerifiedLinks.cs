using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Which identifiers are surely the same person as another: those that somebody checked, directly or through one another.</summary>
internal static class VerifiedLinks
{
    /// <summary>The identifiers of the same profile that are reached over links at least as strong as verified; the identifier itself among them.</summary>
    public static async ValueTask<IReadOnlySet<Identifier>> FromAsync(
        StorageSession session, Identifier identifier, CancellationToken cancellationToken)
    {
        var id = ProfileId.Of(identifier);
        var found = await session.Identity.FindAsync(new GraphQuery { Nodes = [id] }, cancellationToken).ConfigureAwait(false);
        var region = await session.Identity
            .ReadComponentsAsync([.. found.Nodes.Select(node => node.Component)], cancellationToken).ConfigureAwait(false);
        var profile = found.Nodes is [var own, ..] ? own.Profile : (ProfileId?)null;
        var members = region.Nodes.Where(node => node.Profile == profile).ToDictionary(node => node.Id, node => node.Identifier);
        var neighbours = region.Links
            .Where(link => link.Strength <= AssertionStrength.Verified)
            .SelectMany(link => ((ProfileId From, ProfileId To)[])[(link.A, link.B), (link.B, link.A)])
            .ToLookup(step => step.From, step => step.To);
        var reached = new HashSet<ProfileId> { id };
        var waiting = new Queue<ProfileId>(reached);
        while (waiting.TryDequeue(out var here))
        {
            foreach (var next in neighbours[here].Where(next => members.ContainsKey(next) && reached.Add(next)))
            {
                waiting.Enqueue(next);
            }
        }

        return reached.Where(members.ContainsKey).Select(member => members[member]).Append(identifier).ToHashSet();
    }
}
