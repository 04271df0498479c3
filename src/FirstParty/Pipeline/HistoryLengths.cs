using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>How many events would have to be read for each of some people, counted without reading them, and no further than a bound.</summary>
internal sealed class HistoryLengths(GraphSnapshot region, SharedDevices devices, int most)
{
    /// <summary>The length for each person, by their identifiers.</summary>
    public async ValueTask<IReadOnlyDictionary<ProfileId, int>> ReadAsync(
        StorageSession session, IReadOnlyDictionary<ProfileId, ImmutableArray<Identifier>> people, CancellationToken cancellationToken)
    {
        var counts = await session.Events
            .CountAnchoredAsync([.. people.Values.SelectMany(own => own)], most, cancellationToken).ConfigureAwait(false);
        var lengths = people.ToDictionary(
            person => person.Key, person => (int)Math.Min(most, person.Value.Sum(identifier => (long)counts.GetValueOrDefault(identifier))));
        if (devices.Anonymous is { Count: > 0 } anonymous)
        {
            var weights = await DeviceWeights.ReadAsync(session, anonymous, most, cancellationToken).ConfigureAwait(false);
            foreach (var (person, own) in people)
            {
                var around = Around(region, own);
                lengths[person] = (int)Math.Min(most, lengths[person] + weights.Where(device => around.Contains(device.Key)).Sum(device => (long)device.Value));
            }
        }

        return lengths;
    }

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
