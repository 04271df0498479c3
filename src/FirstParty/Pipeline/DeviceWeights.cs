using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// How many events would have to be read to say whose the anonymous events of shared devices are: those of the devices and those of everybody who was
/// seen there. Counted without reading them.
/// </summary>
internal static class DeviceWeights
{
    /// <summary>The weight of each device that something anonymous has happened on, no further than <paramref name="most"/>.</summary>
    public static async ValueTask<IReadOnlyDictionary<ProfileId, int>> ReadAsync(
        StorageSession session, IReadOnlyCollection<GraphNode> devices, int most, CancellationToken cancellationToken)
    {
        var weights = devices.Where(device => device.Contested).ToDictionary(device => device.Id, _ => most); // Too many to be counted here.
        var countable = devices.Where(device => !device.Contested).ToList();
        if (countable.Count == 0)
        {
            return weights;
        }

        var around = await session.Identity
            .ReadComponentsAsync([.. countable.Select(device => device.Component).Distinct()], cancellationToken).ConfigureAwait(false);
        var neighbours = around.Links.SelectMany(link => ((ProfileId Device, ProfileId Other)[])[(link.A, link.B), (link.B, link.A)])
            .ToLookup(step => step.Device, step => step.Other);
        var known = around.Nodes.ToDictionary(node => node.Id, node => node.Identifier);
        ProfileId[] unknown = [.. countable.SelectMany(device => neighbours[device.Id]).Where(id => !known.ContainsKey(id)).Distinct()];
        foreach (var node in (await session.Identity.FindAsync(new GraphQuery { Nodes = unknown }, cancellationToken).ConfigureAwait(false)).Nodes)
        {
            known[node.Id] = node.Identifier;
        }

        var named = countable.ToDictionary(device => device.Id, device => neighbours[device.Id].Append(device.Id).Where(known.ContainsKey).Select(id => known[id]).ToList());
        var counts = await session.Events.CountAnchoredAsync([.. named.Values.SelectMany(own => own).Distinct()], most, cancellationToken).ConfigureAwait(false);
        foreach (var (device, own) in named)
        {
            weights[device] = (int)Math.Min(most, own.Sum(identifier => (long)counts.GetValueOrDefault(identifier)));
        }

        return weights;
    }
}
