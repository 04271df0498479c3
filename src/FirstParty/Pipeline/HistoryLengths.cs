using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>How many events would have to be read for each of some people, counted without reading them, and no further than a bound.</summary>
internal sealed class HistoryLengths(GraphSnapshot region, SharedDevices devices, int most)
{
    /// <summary>The length for each of some people, in their order.</summary>
    public async ValueTask<int[]> ReadAsync(StorageSession session, IReadOnlyList<NamedPerson> people, CancellationToken cancellationToken)
    {
        var counts = await session.Events
            .CountAnchoredAsync(NamedPerson.IdentifiersOf(people), most, cancellationToken).ConfigureAwait(false);
        var lengths = new int[people.Count];
        for (var i = 0; i < lengths.Length; i++)
        {
            foreach (var identifier in people[i].Identifiers)
            {
                lengths[i] = Sum(lengths[i], counts.GetValueOrDefault(identifier));
            }
        }

        if (devices.Anonymous is { Count: > 0 } anonymous)
        {
            var weights = await DeviceWeights.ReadAsync(session, anonymous, most, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < lengths.Length; i++)
            {
                var around = Around(region, people[i].Identifiers);
                lengths[i] = weights.Where(device => around.Contains(device.Key)).Aggregate(lengths[i], (sum, device) => Sum(sum, device.Value));
            }
        }

        return lengths;
    }

    private int Sum(int length, int further) => (int)Math.Min(most, (long)length + further);

    /// <summary>The natural ids of identifiers and of all that is linked to them.</summary>
    public static IReadOnlySet<ProfileId> Around(GraphSnapshot region, IEnumerable<Identifier> identifiers)
    {
        var own = identifiers.Select(ProfileId.Of).ToHashSet();
        var around = own.ToHashSet();
        foreach (var link in region.Links)
        {
            if (own.Contains(link.A) || own.Contains(link.B))
            {
                around.UnionWith([link.A, link.B]);
            }
        }

        return around;
    }
}
