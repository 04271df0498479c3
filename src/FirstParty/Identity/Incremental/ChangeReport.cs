using System.Collections.Immutable;

namespace FirstParty.Identity.Incremental;

/// <summary>Tells those who keep profiles what a run did.</summary>
internal sealed class ChangeReport(IncrementalRun run, IReadOnlyCollection<ProfileId> region)
{
    private readonly Workspace _workspace = run.Workspace;

    public ResolutionChange Make(IReadOnlyDictionary<FactId, EventAttribution> attribution, HashSet<ProfileId> tenants, GraphChange change)
    {
        HashSet<ProfileId> rearranged = [.. Rearranged(), .. tenants];
        return new ResolutionChange
        {
            Profiles = Profiles(),
            Former = run.NewActs.Count == 0 ? ImmutableDictionary<Identifier, ProfileId>.Empty : Former(),
            Attribution = attribution,
            Rearranged = [.. rearranged],
            Newcomers = Newcomers(change),
            Gone = [.. rearranged.Where(id => _workspace.Node(id) is not { FirstSeen: not null } node || node.Profile != id)],
            History = change.History,
            Refused = [.. run.Refused],
            UnknownTargets = [.. run.UnknownTargets],
            Written = change,
            AsOf = _workspace.Acts.Expiry.AsOf,
            FormerAsOf = run.FormerAsOf,
        };
    }

    private HashSet<ProfileId> Newcomers(GraphChange change)
    {
        var newcomers = new HashSet<ProfileId>(change.Nodes.Length / 2); // Nearly everybody new has two identifiers or more.
        newcomers.UnionWith(change.Nodes.Where(IsNew).Select(node => node.Profile));
        return newcomers;
    }

    private bool IsNew(GraphNode node) =>
        node.FirstSeen is not null && _workspace.Original(node.Id)?.FirstSeen is null && _workspace.Book.Entry(node.Identifier).IsPerson;

    private IEnumerable<ProfileId> Rearranged()
    {
        var changed = run.Reviewed.Count > 0 ? Retied() : run.Rederived;
        foreach (var id in run.Rederived.Count == 0 ? region : region.Union(run.Rederived))
        {
            var (was, isNow) = (_workspace.Original(id), _workspace.Node(id));
            if (was?.FirstSeen is not null && (was.Profile != isNow?.Profile || isNow.FirstSeen is null || changed.Contains(id)))
            {
                yield return was.Profile;
                if (isNow?.FirstSeen is not null)
                {
                    yield return isNow.Profile;
                }
            }
        }
    }

    // A review tells no other events of anybody: only a link of another strength changes what they may see and permit.
    private HashSet<ProfileId> Retied() =>
    [
        .. GraphPair.Ends(_workspace.ChangedLinks.Where(link => _workspace.Original(link.Pair)?.Strength != link.Strength).Select(link => link.Pair)),
    ];

    private Dictionary<Identifier, ProfileId> Former() => run.NewActs
        .SelectMany(_workspace.Acts.Named).Distinct()
        .Select(identifier => _workspace.Original(ProfileId.Of(identifier)))
        .OfType<GraphNode>().Where(node => node.FirstSeen is not null)
        .ToDictionary(node => node.Identifier, node => node.Profile);

    private Dictionary<Identifier, ProfileId> Profiles()
    {
        var profiles = new Dictionary<Identifier, ProfileId>(Math.Max(region.Count, run.Evidence.Nodes.Count));
        foreach (var id in run.Named.Select(named => named.Id).Concat(region).Concat(run.Rederived))
        {
            if (_workspace.Node(id) is { FirstSeen: not null } node && _workspace.Book.Entry(node.Identifier).IsPerson)
            {
                profiles[node.Identifier] = node.Profile;
            }
        }

        return profiles;
    }
}
