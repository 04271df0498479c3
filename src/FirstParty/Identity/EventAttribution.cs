namespace FirstParty.Identity;

/// <summary>Whose an event is.</summary>
public sealed record EventAttribution
{
    /// <summary>The event.</summary>
    public required FactId Fact { get; init; }

    /// <summary>What resolution made of it.</summary>
    public required AttributionOutcome Outcome { get; init; }

    /// <summary>The profile, or null when it is nobody's.</summary>
    public ProfileId? Profile { get; init; }

    /// <summary>The strongest identifier, which the event is anchored to, or null when it is nobody's.</summary>
    public Identifier? Anchor { get; init; }

    /// <summary>Whether the traits it carries count: not when it is nobody's, nor when its anchor was erased from it.</summary>
    public bool KeepsClaims { get; init; }
}
