namespace FirstParty.Consent;

/// <summary>The decisions about one purpose as a table: each holds from its instant until the next one's. Immutable.</summary>
internal sealed class DecisionTimeline
{
    private readonly long[] _ticks;
    private readonly ConsentDecision[] _decisions;

    private DecisionTimeline(List<long> ticks, List<ConsentDecision> decisions)
    {
        _ticks = [.. ticks];
        _decisions = [.. decisions];
    }

    internal ConsentDecision At(DateTimeOffset at)
    {
        var (ticks, low, high) = (at.UtcTicks, 0, _ticks.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_ticks[middle] <= ticks)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _decisions[low];
    }

    /// <summary>The first instant after one at which the decision becomes another, or null.</summary>
    internal DateTimeOffset? NextChange(DateTimeOffset after)
    {
        var index = Array.BinarySearch(_ticks, after.UtcTicks);
        index = index < 0 ? ~index : index + 1;
        return index < _ticks.Length ? new DateTimeOffset(_ticks[index], TimeSpan.Zero) : null;
    }

    /// <summary>Folds once for each stretch of time in which the person's aliases are the same, and asks at each instant of change.</summary>
    internal static DecisionTimeline Build(Purpose purpose, IReadOnlyList<(DateTimeOffset From, PersonFold Person)> stretches)
    {
        var (ticks, decisions) = (new List<long>(), new List<ConsentDecision>());
        for (var index = 0; index < stretches.Count; index++)
        {
            var (from, person) = stretches[index];
            var to = index + 1 < stretches.Count ? stretches[index + 1].From : DateTimeOffset.MaxValue;
            var fold = new PurposeFold(purpose, person);
            foreach (var instant in fold.Changes().Where(at => at > from && at < to).Prepend(from).Distinct().Order())
            {
                Add(instant, fold.At(instant));
            }
        }

        return new DecisionTimeline(ticks, decisions);

        void Add(DateTimeOffset instant, in ConsentDecision decision)
        {
            if (decisions.Count == 0 || decisions[^1] != decision)
            {
                ticks.Add(instant.UtcTicks);
                decisions.Add(decision);
            }
        }
    }
}
