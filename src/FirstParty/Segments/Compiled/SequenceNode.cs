using System.Buffers;
using FirstParty.Events;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Events in order. Steps are columns; what the sequence can have reached is kept in rented arrays.</summary>
internal sealed class SequenceNode(SequenceRule rule, int[] steps, int[] without, WindowPlan window) : PlanNode
{
    private readonly long _span = rule.MaxSpan?.Ticks ?? long.MaxValue;

    public override int Cost => 200;

    public override bool Holds(in PlanContext context)
    {
        var first = context.Frame.Column(steps[0]);
        var (from, to) = window.Range(first, context);
        var found = 0;
        for (var start = from; start < to; start++)
        {
            if (IsUsable(first, start) && !IsVoid(first, start, context) && CanComplete(first, start, context))
            {
                found++;
                if (rule.Count is null)
                {
                    return true;
                }
            }
        }

        return rule.Count is not null && rule.Count.Holds(found);
    }

    // The window's boundaries of every step: early, never late.
    public override long NextFlip(in PlanContext context)
    {
        var next = Never;
        foreach (var column in steps)
        {
            next = Math.Min(next, window.NextBoundary(context.Frame.Column(column), context));
        }

        foreach (var column in without)
        {
            next = Math.Min(next, window.NextBoundary(context.Frame.Column(column), context));
        }

        return next;
    }

    private bool IsUsable(EventColumn column, int index) => rule.SameProperty is null || Shared(column, index) is not null;

    private AttributeValue? Shared(EventColumn column, int index) => AttributePath.Find(column[index].Properties, rule.SameProperty!);

    private bool Shares(EventColumn first, int start, EventColumn column, int index) =>
        rule.SameProperty is null || Shared(first, start)!.Equals(Shared(column, index));

    private bool IsVoid(EventColumn first, int start, in PlanContext context)
    {
        foreach (var forbidden in without)
        {
            var column = context.Frame.Column(forbidden);
            var (from, to) = window.Range(column, context);
            for (var i = Math.Max(from, column.IndexOf(first.Ticks[start])); i < to && column.Ticks[i] - first.Ticks[start] <= _span; i++)
            {
                if (IsAfter(column, i, first, start) && Shares(first, start, column, i))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool CanComplete(EventColumn first, int start, in PlanContext context)
    {
        var (previous, before) = (first, default(Reached));
        before.Add(start, 1);
        for (var step = 1; step < steps.Length && before.Count > 0; step++)
        {
            var column = context.Frame.Column(steps[step]);
            var reached = Follow(first, start, previous, before, column, rule.Steps[step], context);
            before.Return();
            (previous, before) = (column, reached);
        }

        var completed = before.Count > 0;
        before.Return();
        return completed;
    }

    private Reached Follow(
        EventColumn first, int start, EventColumn previous, Reached before, EventColumn column, SequenceStep step, in PlanContext context)
    {
        var (from, to) = window.Range(column, context);
        var reached = default(Reached);
        for (var i = Math.Max(from, column.IndexOf(first.Ticks[start])); i < to && column.Ticks[i] - first.Ticks[start] <= _span; i++)
        {
            if (Shares(first, start, column, i) && FollowsAny(previous, before, column, i, step))
            {
                reached.Add(i, to - from);
            }
        }

        return reached;
    }

    private static bool FollowsAny(EventColumn previous, Reached before, EventColumn column, int index, SequenceStep step)
    {
        foreach (var earlier in before.Indexes)
        {
            var gap = column.Ticks[index] - previous.Ticks[earlier];
            if (IsAfter(column, index, previous, earlier)
                && (step.MinGap is not { } least || gap >= least.Ticks) && (step.MaxGap is not { } most || gap <= most.Ticks))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAfter(EventColumn column, int index, EventColumn other, int otherIndex)
    {
        var gap = column.Ticks[index] - other.Ticks[otherIndex];
        return gap > 0 || (gap == 0 && column[index].Id > other[otherIndex].Id);
    }

    /// <summary>Indexes in a rented array.</summary>
    private struct Reached
    {
        private int[]? _rented;

        public int Count { get; private set; }

        public readonly ReadOnlySpan<int> Indexes => _rented.AsSpan(0, Count);

        public void Add(int index, int capacity)
        {
            _rented ??= ArrayPool<int>.Shared.Rent(capacity);
            _rented[Count++] = index;
        }

        public void Return()
        {
            if (_rented is not null)
            {
                ArrayPool<int>.Shared.Return(_rented);
                _rented = null;
            }
        }
    }
}
