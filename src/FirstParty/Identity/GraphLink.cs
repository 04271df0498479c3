namespace FirstParty.Identity;

/// <summary>
/// All that is known between two identifiers, collapsed to the best assertion. A cache. Unordered: <see cref="A"/> is the smaller
/// natural id. Back ends that look links up from either end store them as they please.
/// </summary>
public sealed record GraphLink
{
    /// <summary>The end with the smaller natural id.</summary>
    public required ProfileId A { get; init; }

    /// <summary>The end with the larger natural id.</summary>
    public required ProfileId B { get; init; }

    /// <summary>
    /// The best strength, or null when they were only mentioned together: an event that named two unique ids, a person and an account,
    /// an e-mail and its hash that nobody sent yet. Such a link never conducts.
    /// </summary>
    public AssertionStrength? Strength { get; init; }

    /// <summary>
    /// The time of the best assertion. UTC. May lag behind while the component is one profile, because there it decides nothing; so a
    /// known pair costs no write. Brought up to date from the events before it has to decide.
    /// </summary>
    public DateTimeOffset At { get; init; }

    /// <summary>A fact that gives this strength, for the explanation, or null when it follows from the values themselves.</summary>
    public FactId? Fact { get; init; }

    /// <summary>The key: both ends, the smaller first.</summary>
    public GraphPair Pair => new(A, B);
}
