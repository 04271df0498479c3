namespace FirstParty.Segments.Compiled;

/// <summary>What a compiled rule is evaluated against.</summary>
internal readonly ref struct PlanContext
{
    public required ProfileFrame Frame { get; init; }

    /// <summary>The instant in UTC ticks.</summary>
    public required long Now { get; init; }

    /// <summary>The memberships of the segments that come before, over the same frame.</summary>
    public ReadOnlySpan<bool> Members { get; init; }

    /// <summary>Their next flips in UTC ticks; only while flips are computed.</summary>
    public ReadOnlySpan<long> Flips { get; init; }

    public PlanContext At(long now) => new() { Frame = Frame, Now = now, Members = Members, Flips = Flips };
}
