using FirstParty.Profiles;

namespace FirstParty.Segments.Compiled;

/// <summary>Verdicts over the frames of one person after the other, in the same few arrays. For one thread.</summary>
internal sealed class FrameEvaluations(CompiledSegments segments, int purposes)
{
    private readonly FrameEvaluation?[] _byPurpose = new FrameEvaluation?[purposes];

    /// <summary>What was found last.</summary>
    public List<SegmentVerdict> Verdicts { get; } = new(segments.Count);

    /// <summary>The evaluation of segments of a purpose, over a frame that is asked for once.</summary>
    public FrameEvaluation Of(int purpose, SegmentDefinition definition, Func<string?, ProfileFrame> frames, DateTimeOffset now)
    {
        var evaluation = _byPurpose[purpose] ??= new FrameEvaluation(segments);
        if (!evaluation.HasBegun)
        {
            evaluation.Begin(frames(definition.Purpose), now);
        }

        return evaluation;
    }

    /// <summary>Makes ready for another person.</summary>
    public void Begin()
    {
        Verdicts.Clear();
        foreach (var evaluation in _byPurpose)
        {
            evaluation?.End();
        }
    }
}
