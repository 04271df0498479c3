using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>Who was one person with whom when, by the merge and unmerge records of the log. For each pair the latest record counts.</summary>
internal sealed class AliasHistory
{
    private readonly ConsentRecord[] _merges;

    internal AliasHistory(IEnumerable<ConsentRecord> records) => _merges = records
        .Where(record => record.Act is ConsentAct.Merge or ConsentAct.Unmerge && record.Other is not null)
        .OrderBy(record => record.EffectiveAt)
        .ThenBy(record => record.Sequence)
        .ToArray();

    internal bool IsEmpty => _merges.Length == 0;

    /// <summary>The instants at which who is who changes.</summary>
    internal IEnumerable<DateTimeOffset> Changes => _merges.Select(record => record.EffectiveAt).Distinct();

    /// <summary>
    /// Everybody who was one person with any of the seeds at an instant, the seeds included. With <paramref name="stillMerged"/> an unmerge at
    /// that very instant does not count yet, so that a refusal on a tie binds both sides.
    /// </summary>
    internal HashSet<Identifier> At(IEnumerable<Identifier> seeds, DateTimeOffset at, bool stillMerged = false)
    {
        var known = seeds.ToHashSet();
        if (_merges.Length == 0)
        {
            return known;
        }

        var links = new HashSet<(Identifier, Identifier)>();
        foreach (var record in _merges.TakeWhile(record => record.EffectiveAt <= at))
        {
            var pair = (record.Subject, record.Other!.Value);
            if (record.Act == ConsentAct.Merge)
            {
                links.Add(pair);
            }
            else if (!stillMerged || record.EffectiveAt < at)
            {
                links.Remove(pair);
                links.Remove((pair.Value, pair.Subject));
            }
        }

        return Closure(known, links);
    }

    private static HashSet<Identifier> Closure(HashSet<Identifier> known, HashSet<(Identifier, Identifier)> links)
    {
        var neighbours = links.Concat(links.Select(link => (link.Item2, link.Item1))).ToLookup(link => link.Item1, link => link.Item2);
        var open = new Queue<Identifier>(known);
        while (open.TryDequeue(out var identifier))
        {
            foreach (var neighbour in neighbours[identifier])
            {
                if (known.Add(neighbour))
                {
                    open.Enqueue(neighbour);
                }
            }
        }

        return known;
    }
}
