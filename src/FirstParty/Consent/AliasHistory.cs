using System.Collections.Concurrent;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>Who was one person with whom when, by the merge and unmerge records of the log. For each pair the latest record counts.</summary>
internal sealed class AliasHistory
{
    private readonly ConsentRecord[] _merges;
    private readonly ConcurrentDictionary<long, HashSet<Identifier>> _bound = new();

    private AliasHistory(IEnumerable<ConsentRecord> merges) =>
        _merges = [.. merges.OrderBy(record => record.EffectiveAt).ThenBy(record => record.Sequence)];

    private static AliasHistory Empty { get; } = new([]);

    internal bool IsEmpty => _merges.Length == 0;

    internal static AliasHistory From(ConsentRecord[] records) =>
        Array.Exists(records, IsMerge) ? new AliasHistory(records.Where(IsMerge)) : Empty;

    /// <summary>The stretches of time in which the seeds are the same person, each from its instant to the next one's, from the beginning.</summary>
    internal IEnumerable<(DateTimeOffset From, HashSet<Identifier> Aliases)> Stretches(IReadOnlyCollection<Identifier> seeds)
    {
        var links = new Links();
        var aliases = seeds.ToHashSet();
        yield return (DateTimeOffset.MinValue, aliases);
        foreach (var instant in _merges.GroupBy(record => record.EffectiveAt))
        {
            foreach (var record in instant)
            {
                links.Apply(record);
            }

            // A record between strangers changes nothing about the seeds.
            if (instant.Any(record => aliases.Contains(record.Subject) || aliases.Contains(record.Other!.Value)))
            {
                aliases = links.Reach(seeds);
                yield return (instant.Key, aliases);
            }
        }
    }

    /// <summary>Everybody who was one person with any of the seeds at an instant, the seeds included.</summary>
    internal HashSet<Identifier> At(IReadOnlyCollection<Identifier> seeds, DateTimeOffset at)
    {
        var links = new Links();
        foreach (var record in _merges.TakeWhile(record => record.EffectiveAt <= at))
        {
            links.Apply(record);
        }

        return links.Reach(seeds);
    }

    /// <summary>Everybody whom a restrictive act binds: on a tie with an unmerge, both sides.</summary>
    internal HashSet<Identifier> BoundBy(ConsentRecord restrictive) => _bound.GetOrAdd(
        restrictive.Sequence,
        static (_, pair) =>
        {
            var links = new Links();
            foreach (var record in pair.Merges.TakeWhile(record => record.EffectiveAt <= pair.Record.EffectiveAt))
            {
                if (record.Act == ConsentAct.Merge || record.EffectiveAt < pair.Record.EffectiveAt)
                {
                    links.Apply(record);
                }
            }

            return links.Reach([pair.Record.Subject, .. pair.Record.AlsoBinds]);
        },
        (Merges: _merges, Record: restrictive));

    private static bool IsMerge(ConsentRecord record) => record.Act is ConsentAct.Merge or ConsentAct.Unmerge && record.Other is not null;

    /// <summary>Which pairs are merged just now.</summary>
    private sealed class Links
    {
        private readonly Dictionary<Identifier, HashSet<Identifier>> _neighbours = [];

        internal void Apply(ConsentRecord record)
        {
            var (one, other) = (NeighboursOf(record.Subject), NeighboursOf(record.Other!.Value));
            if (record.Act == ConsentAct.Merge)
            {
                one.Add(record.Other.Value);
                other.Add(record.Subject);
            }
            else
            {
                one.Remove(record.Other.Value);
                other.Remove(record.Subject);
            }
        }

        internal HashSet<Identifier> Reach(IReadOnlyCollection<Identifier> seeds)
        {
            var reached = seeds.ToHashSet();
            var open = new Queue<Identifier>(reached);
            while (open.TryDequeue(out var identifier))
            {
                foreach (var neighbour in _neighbours.TryGetValue(identifier, out var own) ? own : [])
                {
                    if (reached.Add(neighbour))
                    {
                        open.Enqueue(neighbour);
                    }
                }
            }

            return reached;
        }

        private HashSet<Identifier> NeighboursOf(Identifier identifier)
        {
            if (!_neighbours.TryGetValue(identifier, out var own))
            {
                _neighbours.Add(identifier, own = []);
            }

            return own;
        }
    }
}
