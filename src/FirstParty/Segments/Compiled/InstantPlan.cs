using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>An <see cref="InstantTest"/> in ticks.</summary>
internal readonly struct InstantPlan
{
    private readonly long _within;
    private readonly long _outside;
    private readonly long _before;
    private readonly long _after;

    public InstantPlan(InstantTest test)
    {
        _within = test.WithinLast?.Ticks ?? -1;
        _outside = test.NotWithinLast?.Ticks ?? -1;
        _before = test.Before?.UtcTicks ?? long.MaxValue;
        _after = test.After?.UtcTicks ?? 0;
    }

    /// <summary>Whether an instant passes; −1 is a missing one.</summary>
    public bool Holds(long instant, long now) =>
        instant >= 0
        && (_within < 0 || (instant <= now && now - instant <= _within))
        && (_outside < 0 || instant > now || now - instant > _outside)
        && instant < _before
        && instant >= _after;

    /// <summary>The earliest boundary after now, whether or not the answer changes there.</summary>
    public long NextFlip(long instant, long now)
    {
        if (instant < 0 || (_within < 0 && _outside < 0))
        {
            return PlanNode.Never;
        }

        var next = instant > now ? instant : PlanNode.Never;
        next = _within >= 0 && instant + _within + 1 is var leaves && leaves > now ? Math.Min(next, leaves) : next;
        return _outside >= 0 && instant + _outside + 1 is var enters && enters > now ? Math.Min(next, enters) : next;
    }
}
