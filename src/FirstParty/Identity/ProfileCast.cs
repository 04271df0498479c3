using System.Collections.Immutable;
using FirstParty.Identity.Partitioning;

namespace FirstParty.Identity;

/// <summary>The profiles of a partition, each with its representative, ascending by id.</summary>
internal sealed class ProfileCast
{
    public ProfileCast(
        RuleBook book, AliasClasses aliases, IReadOnlyList<Identifier> identifiers, IReadOnlyList<long> firstSeen, Partition partition)
    {
        var blocks = new Dictionary<int, List<int>>();
        for (var node = 0; node < identifiers.Count; node++)
        {
            var root = partition.BlockOf(node);
            (blocks.TryGetValue(root, out var members) ? members : blocks[root] = []).Add(node);
        }

        Profiles = [.. blocks.Values.Select(Cast).OrderBy(profile => profile.Id)];
        var profileOf = new Dictionary<Identifier, int>(identifiers.Count);
        for (var i = 0; i < Profiles.Length; i++)
        {
            foreach (var identifier in Profiles[i].Identifiers)
            {
                profileOf[identifier] = i;
            }
        }

        ProfileOf = profileOf;

        ResolvedProfile Cast(List<int> members)
        {
            var representative = identifiers[members.Min(Representation.By<int>(book, aliases, node => (identifiers[node], firstSeen[node])))];
            return new ResolvedProfile
            {
                Id = ProfileId.Of(representative),
                Representative = representative,
                Identifiers = [.. members.Select(node => identifiers[node]).Order(Comparer<Identifier>.Create(book.CompareStrength))],
            };
        }
    }

    public ImmutableArray<ResolvedProfile> Profiles { get; }

    public IReadOnlyDictionary<Identifier, int> ProfileOf { get; }
}
