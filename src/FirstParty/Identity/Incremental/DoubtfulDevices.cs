namespace FirstParty.Identity.Incremental;

/// <summary>
/// Finds devices by which addresses of two kinds are one profile, with nothing unique in it: whether that is one person or two who share the device cannot
/// be told. Only a warning; resolution is not touched by it.
/// </summary>
internal sealed class DoubtfulDevices
{
    private readonly Workspace _workspace;
    private readonly RuleBook _book;
    private readonly HashSet<string> _derived;

    public DoubtfulDevices(Workspace workspace)
    {
        (_workspace, _book) = (workspace, workspace.Book);
        _derived = [.. _book.Entries.Select(entry => entry.Rule.Derives).OfType<string>()];
    }

    /// <summary>The devices of a region that are doubtful now and were not before.</summary>
    public IEnumerable<ProfileId> FindNew(IReadOnlyCollection<ProfileId> ids)
    {
        var devices = ids.Where(IsDeviceOfMany).ToList();
        if (devices.Count == 0)
        {
            return [];
        }

        var (now, before) = (Unique(ids, _workspace.Node), Unique(ids, _workspace.Original));
        return devices.Where(device => IsDoubtful(device, _workspace.Node, _workspace.Link, now)
            && !IsDoubtful(device, _workspace.Original, _workspace.Original, before));
    }

    // With one link there are no two addresses.
    private bool IsDeviceOfMany(ProfileId id) => _workspace.EdgesOf(id)?.Next is not null
        && _workspace.Node(id) is { FirstSeen: not null, Contested: false } node && _book.Entry(node.Identifier).IsDevice;

    /// <summary>The profiles that hold a unique identifier.</summary>
    private HashSet<ProfileId> Unique(IEnumerable<ProfileId> ids, Func<ProfileId, GraphNode?> find) =>
        [.. ids.Select(find).OfType<GraphNode>().Where(node => node.FirstSeen is not null && _book.Entry(node.Identifier).Rule.Unique).Select(node => node.Profile)];

    private bool IsDoubtful(ProfileId device, Func<ProfileId, GraphNode?> find, Func<GraphPair, GraphLink?> link, HashSet<ProfileId> unique) =>
        find(device) is { FirstSeen: not null } node && !unique.Contains(node.Profile)
        && _workspace.LinksOf(device)
            .Where(known => link(known.Pair)?.Strength is not null)
            .Select(known => find(known.Pair.Other(device)))
            .OfType<GraphNode>()
            .Where(other => other.Profile == node.Profile && other.FirstSeen is not null)
            .Select(other => _book.Entry(other.Identifier).Rule)
            .Where(rule => rule.Class == IdentifierClass.Contact && !_derived.Contains(rule.Namespace))
            .Select(rule => rule.Namespace)
            .Distinct()
            .Skip(1)
            .Any();
}
