using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Which identifiers are surely the same person as another: those that somebody checked, directly or through one another.</summary>
internal sealed class VerifiedLinks
{
    // Made when first asked for: of those who have said nothing nobody asks.
    private readonly Lazy<Dictionary<ProfileId, GraphNode>> _nodes;
    private readonly Lazy<ILookup<ProfileId, ProfileId>> _neighbours;

    private VerifiedLinks(GraphSnapshot region)
    {
        _nodes = new(() => region.Nodes.ToDictionary(node => node.Id));
        _neighbours = new(() => region.Links
            .Where(link => link.Strength <= AssertionStrength.Verified)
            .SelectMany(link => ((ProfileId From, ProfileId To)[])[(link.A, link.B), (link.B, link.A)])
            .ToLookup(step => step.From, step => step.To));
    }

    /// <summary>The verified links of a region of the graph that was read already.</summary>
    public static VerifiedLinks In(GraphSnapshot region) => new(region);

    /// <summary>The verified links around some identifiers.</summary>
    public static async ValueTask<VerifiedLinks> ReadAsync(
        StorageSession session, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken)
    {
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. identifiers.Select(ProfileId.Of).Distinct()] }, cancellationToken).ConfigureAwait(false);
        return new VerifiedLinks(await session.Identity
            .ReadComponentsAsync([.. found.Nodes.Select(node => node.Component).Distinct()], cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The identifiers of the same profile that are reached over links at least as strong as verified; the identifier itself among them.</summary>
    public IReadOnlySet<Identifier> From(Identifier identifier)
    {
        var (nodes, start) = (_nodes.Value, ProfileId.Of(identifier));
        var reached = new HashSet<ProfileId> { start };
        if (nodes.TryGetValue(start, out var own))
        {
            var waiting = new Queue<ProfileId>(reached);
            while (waiting.TryDequeue(out var here))
            {
                foreach (var next in _neighbours.Value[here].Where(next => nodes.TryGetValue(next, out var node) && node.Profile == own.Profile && reached.Add(next)))
                {
                    waiting.Enqueue(next);
                }
            }
        }

        return reached.Where(nodes.ContainsKey).Select(id => nodes[id].Identifier).Append(identifier).ToHashSet();
    }
}
