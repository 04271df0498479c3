using System.Buffers;
using FirstParty.Profiles;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments;

/// <summary>
/// The segments of a set, compiled to trees of small nodes over <see cref="ProfileFrame"/>s: means what <see cref="ReferenceEvaluator"/> means, in
/// a small fraction of the time, without allocating and without generating code. Immutable and thread-safe.
/// </summary>
public sealed class CompiledSegments
{
    private const int OnStack = 512;

    private readonly FrameLayout _layout = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly PlanNode[] _plans;
    private readonly int[] _purposes;
    private readonly int[][] _needs;

    /// <summary>Compiles the segments of a set.</summary>
    public CompiledSegments(SegmentSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
        var count = set.Definitions.Length;
        (_plans, _purposes, _needs) = (new PlanNode[count], new int[count], new int[count][]);
        for (var i = 0; i < count; i++)
        {
            var definition = set.Definitions[i];
            _plans[i] = new PlanCompiler(_layout, definition, set, _indexes).Compile(definition.When);
            _purposes[i] = definition.Purpose is { } purpose ? _layout.Purpose(purpose) : -1;
            _needs[i] = [.. RuleFacts.Of(definition.When).Segments.SelectMany(id => _needs[_indexes[id]].Append(_indexes[id])).Distinct().Order()];
            _indexes[definition.Id] = i;
        }
    }

    /// <summary>The set.</summary>
    public SegmentSet Set { get; }

    /// <summary>Where a segment stands in <see cref="SegmentSet.Definitions"/>.</summary>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public int IndexOf(string segment) =>
        _indexes.TryGetValue(segment, out var index) ? index : throw new ArgumentException("There is no such segment in this set.", nameof(segment));

    /// <summary>Reads a view into a frame for these segments.</summary>
    public ProfileFrame Encode(ProfileView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ProfileFrame(_layout, view);
    }

    /// <summary>The same, from an earlier frame of the person where that can be continued; the earlier one must not be used any more.</summary>
    internal ProfileFrame EncodeAfter(ProfileFrame? earlier, ProfileView view) =>
        (earlier is not null && earlier.IsOf(_layout) ? earlier.Continue(view) : null) ?? Encode(view);

    /// <summary>Whether a person is in a segment.</summary>
    /// <param name="index">The segment's place in <see cref="SegmentSet.Definitions"/>.</param>
    /// <param name="frame">A frame that <see cref="Encode"/> made of the view for the segment's purpose.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="ArgumentException">The frame was made for other segments.</exception>
    public bool IsMember(int index, ProfileFrame frame, DateTimeOffset now)
    {
        Check(frame);
        if (frame.NewestTrait > now.UtcTicks)
        {
            return ReferenceEvaluator.IsMember(Set.Definitions[index], new RuleContext(frame.View, now, TimeZoneInfo.Utc, Set));
        }

        var needs = _needs[index];
        if (needs.Length == 0)
        {
            return Holds(index, new PlanContext { Frame = frame, Now = now.UtcTicks });
        }

        bool[]? rented = null;
        var members = index <= OnStack ? stackalloc bool[OnStack] : rented = ArrayPool<bool>.Shared.Rent(index);
        foreach (var need in needs)
        {
            members[need] = Holds(need, new PlanContext { Frame = frame, Now = now.UtcTicks, Members = members });
        }

        var isMember = Holds(index, new PlanContext { Frame = frame, Now = now.UtcTicks, Members = members });
        if (rented is not null)
        {
            ArrayPool<bool>.Shared.Return(rented);
        }

        return isMember;
    }

    /// <summary>Evaluates every segment over one frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The instant.</param>
    /// <param name="members">Receives the answer for each of <see cref="SegmentSet.Definitions"/>; at least as long.</param>
    /// <exception cref="ArgumentException">The frame was made for other segments, or the span is too short.</exception>
    public void EvaluateAll(ProfileFrame frame, DateTimeOffset now, Span<bool> members)
    {
        Check(frame);
        if (members.Length < _plans.Length)
        {
            throw new ArgumentException("There is not room for every segment.", nameof(members));
        }

        for (var i = 0; i < _plans.Length; i++)
        {
            members[i] = frame.NewestTrait > now.UtcTicks
                ? ReferenceEvaluator.IsMember(Set.Definitions[i], new RuleContext(frame.View, now, TimeZoneInfo.Utc, Set))
                : Holds(i, new PlanContext { Frame = frame, Now = now.UtcTicks, Members = members });
        }
    }

    /// <summary>Evaluates some segments over one frame, such as those that a new fact touches.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The instant.</param>
    /// <param name="indexes">Their places in <see cref="SegmentSet.Definitions"/>.</param>
    /// <param name="members">Receives the answers at those places, and at those of the segments they refer to; others are left as they are.</param>
    /// <exception cref="ArgumentException">The frame was made for other segments, or the span is too short.</exception>
    public void Evaluate(ProfileFrame frame, DateTimeOffset now, ReadOnlySpan<int> indexes, Span<bool> members)
    {
        Check(frame);
        if (members.Length < _plans.Length)
        {
            throw new ArgumentException("There is not room for every segment.", nameof(members));
        }

        var isPast = frame.NewestTrait <= now.UtcTicks;
        var context = new PlanContext { Frame = frame, Now = now.UtcTicks, Members = members };
        foreach (var index in indexes)
        {
            foreach (var need in isPast ? _needs[index] : [])
            {
                members[need] = Holds(need, context);
            }

            members[index] = isPast ? Holds(index, context) : IsMember(index, frame, now);
        }
    }

    /// <summary>Evaluates segments for one person with their next flips: see <see cref="SegmentSet.EvaluateAll"/>.</summary>
    public IReadOnlyList<SegmentVerdict> EvaluateAll(Func<string?, ProfileView> views, DateTimeOffset now, IReadOnlySet<string>? only = null)
    {
        ArgumentNullException.ThrowIfNull(views);
        return Evaluate(purpose => Encode(views(purpose)), now, only, Evaluations());
    }

    /// <summary>Room for verdicts on one person after the other.</summary>
    internal FrameEvaluations Evaluations() => new(this, _layout.Purposes.Count + 1);

    /// <summary>The same over frames, each asked for at most once. The verdicts are overwritten by those on the next person.</summary>
    internal List<SegmentVerdict> Evaluate(
        Func<string?, ProfileFrame> frames, DateTimeOffset now, IReadOnlySet<string>? only, FrameEvaluations evaluations)
    {
        evaluations.Begin();
        for (var i = 0; i < _plans.Length; i++)
        {
            var definition = Set.Definitions[i];
            if (only is null || only.Contains(definition.Id))
            {
                evaluations.Verdicts.Add(evaluations.Of(_purposes[i] + 1, definition, frames, now).VerdictOf(i));
            }
        }

        return evaluations.Verdicts;
    }

    internal ReadOnlySpan<int> NeedsOf(int index) => _needs[index];

    internal bool IsPermitted(int index, ProfileFrame frame) => _purposes[index] < 0 || frame.Standings[_purposes[index]] == Rules.ConsentStanding.Granted;

    internal bool Holds(int index, in PlanContext context) => IsPermitted(index, context.Frame) && _plans[index].Holds(context);

    internal long NextFlip(int index, in PlanContext context) =>
        IsPermitted(index, context.Frame) ? _plans[index].NextFlip(context) : PlanNode.Never;

    internal int Count => _plans.Length;

    private void Check(ProfileFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!frame.IsOf(_layout))
        {
            throw new ArgumentException("The frame was made for other segments.", nameof(frame));
        }
    }
}
