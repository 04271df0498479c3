namespace FirstParty.Segments.Rules;

/// <summary>A rule that is worth points in a <see cref="ScoreRule"/>.</summary>
public sealed record ScorePart
{
    /// <summary>A rule with its points.</summary>
    /// <exception cref="ArgumentException">The points have more than four decimals, or are a million or more either way.</exception>
    public ScorePart(SegmentRule when, decimal points)
    {
        ArgumentNullException.ThrowIfNull(when);
        When = when;
        Points = Math.Abs(points) < 1_000_000 && decimal.Round(points, 4) == points
            ? points
            : throw new ArgumentException("Points have at most four decimals and are under a million.", nameof(points));
    }

    /// <summary>The rule.</summary>
    public SegmentRule When { get; }

    /// <summary>What it is worth when it holds; negative to take away.</summary>
    public decimal Points { get; }
}
