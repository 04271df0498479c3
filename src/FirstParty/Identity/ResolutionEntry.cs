namespace FirstParty.Identity;

/// <summary>One line of the history: what resolution did to whom. Holds ids and no values.</summary>
public sealed record ResolutionEntry
{
    /// <summary>What happened.</summary>
    public required ResolutionEntryKind Kind { get; init; }

    /// <summary>When the resolver did it. UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The profile it happened to: that which vanished in a merge, that which was split, that which an identifier left, or the natural id
    /// of the identifier that became or ceased to be contested.
    /// </summary>
    public required ProfileId Subject { get; init; }

    /// <summary>The profile that remains, was split off, or was joined; <see cref="Subject"/> itself where there is no other.</summary>
    public required ProfileId Other { get; init; }

    /// <summary>The natural id of the identifier that moved, or null when the entry is about whole profiles.</summary>
    public ProfileId? Identifier { get; init; }

    /// <summary>The fact that set it off, the smallest id of the batch's when several did, or null in a rebuild.</summary>
    public FactId? Cause { get; init; }
}
