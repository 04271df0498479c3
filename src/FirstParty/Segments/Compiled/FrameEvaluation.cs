using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>Verdicts over one frame at one instant, each segment evaluated at most once; then over another. For one thread.</summary>
internal sealed class FrameEvaluation(CompiledSegments segments)
{
    private readonly bool[] _done = new bool[segments.Count];
    private readonly bool[] _members = new bool[segments.Count];
    private readonly long[] _flips = new long[segments.Count];
    private ProfileFrame? _frame;
    private DateTimeOffset _now;
    private RuleContext? _plain;

    /// <summary>Whether there is a frame to give verdicts over.</summary>
    public bool HasBegun => _frame is not null;

    public void Begin(ProfileFrame frame, DateTimeOffset now)
    {
        (_frame, _now) = (frame, now);
        _plain = frame.NewestFact > now.UtcTicks ? new RuleContext(frame.View, now, TimeZoneInfo.Utc, segments.Set) : null;
    }

    /// <summary>Forgets the frame and what was found of it.</summary>
    public void End()
    {
        (_frame, _plain) = (null, null);
        Array.Clear(_done);
    }

    public SegmentVerdict VerdictOf(int index)
    {
        foreach (var need in segments.NeedsOf(index))
        {
            Evaluate(need);
        }

        Evaluate(index);
        var flip = _flips[index] == PlanNode.Never ? (DateTimeOffset?)null : new DateTimeOffset(_flips[index], TimeSpan.Zero);
        return new SegmentVerdict(
            segments.Set.Definitions[index].Id,
            _members[index],
            Flips.Earliest(flip, _frame!.View.ChangesAt),
            !segments.IsPermitted(index, _frame));
    }

    private void Evaluate(int index)
    {
        if (_done[index])
        {
            return;
        }

        _done[index] = true;
        if (_plain is not null)
        {
            // Facts from after now are a matter for the plain evaluator.
            _members[index] = ReferenceEvaluator.IsMember(segments.Set.Definitions[index], _plain);
            _flips[index] = Flips.NextChange(segments.Set.Definitions[index], _plain)?.UtcTicks ?? PlanNode.Never;
            return;
        }

        var context = new PlanContext { Frame = _frame!, Now = _now.UtcTicks, Members = _members, Flips = _flips };
        _members[index] = segments.Holds(index, context);
        _flips[index] = segments.NextFlip(index, context);
    }
}
