using FirstParty.Identity;
using FirstParty.Identity.Incremental;

namespace FirstParty.Pipeline;

/// <summary>
/// Which people of a region of the graph stay who they are until somebody says something new of them: nobody shares a device with them, no act names
/// them, and their component is one person with room to spare.
/// </summary>
internal static class QuietRegion
{
    /// <summary>The components whose people are not quiet.</summary>
    /// <param name="region">Whole components.</param>
    /// <param name="rules">The rules by which acts name people.</param>
    /// <param name="shared">The natural ids of shared devices, inside and linked to it.</param>
    public static HashSet<ProfileId> Loud(GraphSnapshot region, IdentityRules rules, IReadOnlySet<ProfileId> shared)
    {
        var loud = new HashSet<ProfileId>();
        foreach (var node in region.Nodes.Where(node => node.Unsettled || node.Contested || node.FirstSeen is null || shared.Contains(node.Id)))
        {
            loud.Add(node.Component);
        }

        if (shared.Count == 0 && region.Acts.Count == 0)
        {
            return loud;
        }

        var components = region.Nodes.ToDictionary(node => node.Id, node => node.Component);
        foreach (var link in region.Links.Where(link => shared.Contains(link.A) || shared.Contains(link.B)))
        {
            loud.UnionWith(((ProfileId[])[link.A, link.B]).Where(components.ContainsKey).Select(end => components[end]));
        }

        var acts = new ActSet(RuleBook.Of(rules));
        loud.UnionWith(region.Acts.Where(act => act is not RetractAssertion).SelectMany(act => acts.Store(act).Names).Where(components.ContainsKey).Select(id => components[id]));
        return loud;
    }
}
