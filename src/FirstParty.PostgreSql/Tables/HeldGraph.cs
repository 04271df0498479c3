using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using FirstParty.Identity;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// What a session has read and written of the components that it holds: theirs alone until the commit, so that none of it is read twice. An
/// identifier that the session made a node for is known without any reading: nothing links to it.
/// </summary>
internal sealed class HeldGraph
{
    private readonly Dictionary<Guid, GraphNode> _nodes = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _whole = [];
    private readonly Dictionary<GraphPair, GraphLink> _links = [];
    private readonly Dictionary<Guid, HashSet<GraphPair>> _incident = [];
    private readonly HashSet<Guid> _made = [];

    /// <summary>Whether this session made the node, so that nobody knew of the identifier before.</summary>
    public bool HasMade(Guid id) => _made.Contains(id);

    /// <summary>Makes room for nodes that will be made.</summary>
    public void Expect(int nodes)
    {
        _made.EnsureCapacity(_made.Count + nodes);
        _nodes.EnsureCapacity(_nodes.Count + nodes);
        _whole.EnsureCapacity(_whole.Count + nodes);
    }

    /// <summary>Notes a node that this session has made.</summary>
    public void Make(GraphNode node)
    {
        _made.Add(node.Id.Value);
        _nodes[node.Id.Value] = node;
        _whole[node.Id.Value] = [node.Id.Value];
    }

    /// <summary>Notes a node of a held component as it was read.</summary>
    public void Learn(GraphNode node) => _nodes[node.Id.Value] = node;

    /// <summary>Notes whole held components as they were read, with all links of their nodes.</summary>
    public void LearnWhole(IEnumerable<IGrouping<Guid, GraphNode>> components, IEnumerable<GraphLink> links)
    {
        foreach (var component in components)
        {
            _whole[component.Key] = [.. component.Select(node => node.Id.Value)];
        }

        foreach (var link in links)
        {
            Set(link);
        }
    }

    public bool TryNode(Guid id, [MaybeNullWhen(false)] out GraphNode node) => _nodes.TryGetValue(id, out node);

    /// <summary>Whether all links of a pair's ends are known, and the link itself if there is one.</summary>
    public bool TryLink(GraphPair pair, out GraphLink? link)
    {
        link = _links.GetValueOrDefault(pair);
        return link is not null || IsWhole(pair.A.Value) || IsWhole(pair.B.Value);
    }

    /// <summary>The nodes of a component and their links, when all of them are known.</summary>
    public bool TryComponent(Guid component, List<GraphNode> nodes, Dictionary<GraphPair, GraphLink> links)
    {
        if (!_whole.TryGetValue(component, out var members))
        {
            return false;
        }

        foreach (var id in members)
        {
            nodes.Add(_nodes[id]);
            foreach (var pair in _incident.GetValueOrDefault(id) ?? [])
            {
                links[pair] = _links[pair];
            }
        }

        return true;
    }

    /// <summary>Follows a change that this session writes. A component stays known only if all that came into it was.</summary>
    public void Follow(GraphChange change)
    {
        if (change.Reset || change.RemovedNodes.Length > 0)
        {
            Clear();
            return;
        }

        var doubtful = change.Nodes.Where(node => !IsWhole(node.Id.Value) || !WasWholeOrNone(node.Component.Value)).Select(node => node.Component.Value).ToHashSet();
        foreach (var node in change.Nodes)
        {
            Move(node);
        }

        foreach (var component in doubtful)
        {
            _whole.Remove(component);
        }

        foreach (var pair in change.RemovedLinks)
        {
            _links.Remove(pair);
            _incident.GetValueOrDefault(pair.A.Value)?.Remove(pair);
            _incident.GetValueOrDefault(pair.B.Value)?.Remove(pair);
        }

        _links.EnsureCapacity(_links.Count + change.Links.Length);
        _incident.EnsureCapacity(_incident.Count + Math.Min(_nodes.Count, 2 * change.Links.Length));
        foreach (var link in change.Links)
        {
            Set(link);
        }
    }

    private bool IsWhole(Guid id) => _nodes.TryGetValue(id, out var node) && _whole.ContainsKey(node.Component.Value);

    // A component bears the id of a member: where that one is known to be elsewhere, there is none of that id.
    private bool WasWholeOrNone(Guid component) => _whole.ContainsKey(component) || (_nodes.TryGetValue(component, out var node) && node.Component.Value != component);

    private void Move(GraphNode node)
    {
        var (id, component) = (node.Id.Value, node.Component.Value);
        if (_nodes.TryGetValue(id, out var before) && before.Component != node.Component && _whole.TryGetValue(before.Component.Value, out var left) && left.Remove(id) && left.Count == 0)
        {
            _whole.Remove(before.Component.Value);
        }

        _nodes[id] = node;
        (CollectionsMarshal.GetValueRefOrAddDefault(_whole, component, out _) ??= []).Add(id);
    }

    private void Set(GraphLink link)
    {
        _links[link.Pair] = link;
        (CollectionsMarshal.GetValueRefOrAddDefault(_incident, link.A.Value, out _) ??= []).Add(link.Pair);
        (CollectionsMarshal.GetValueRefOrAddDefault(_incident, link.B.Value, out _) ??= []).Add(link.Pair);
    }

    private void Clear()
    {
        _nodes.Clear();
        _whole.Clear();
        _links.Clear();
        _incident.Clear();
        _made.Clear();
    }
}
