namespace FirstParty.Identity;

/// <summary>
/// What the graph holds of one identifier. A cache: a function of the facts, rebuilt from them at any time. Written only as the
/// resolver says.
/// </summary>
public sealed record GraphNode
{
    /// <summary>The identifier, normalised.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>The identifier's natural id: the key of this node.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The earliest event that names it, or null when no living event does. UTC.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>
    /// The connected component: the smallest natural id among its members, hence the key of a member's node, which can be locked.
    /// </summary>
    public required ProfileId Component { get; init; }

    /// <summary>The profile it belongs to: the natural id of the profile's representative.</summary>
    public required ProfileId Profile { get; init; }

    /// <summary>How many distinct stronger neighbours it has; counted only where the rules set a maximum.</summary>
    public int FanOut { get; init; }

    /// <summary>Whether its links are suspended because it has too many stronger neighbours.</summary>
    public bool Contested { get; init; }

    /// <summary>Of a device: the natural id of the unique identifier that signed in on it last, or null when none has.</summary>
    public ProfileId? Owner { get; init; }

    /// <summary>Of a device: whether a second unique identifier signed in on it, so that its events follow tenancy.</summary>
    public bool Shared { get; init; }

    /// <summary>Of a shared device: its latest sign-in; null for all others. UTC.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Of a shared device: the latest event that names nobody stronger than it; null for all others. UTC.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>
    /// Whether its component holds more than one profile, or more links than the budget: then any better link may rearrange it, and the
    /// times of its links are exact.
    /// </summary>
    public bool Unsettled { get; init; }

    /// <summary>
    /// When its component is over budget: the strongest class of links that was shed, as strength × 256 + priority; null otherwise.
    /// </summary>
    public int? ShedFrom { get; init; }

    /// <summary>A node on its own that no event has named yet.</summary>
    /// <param name="identifier">Normalised.</param>
    public static GraphNode Alone(Identifier identifier)
    {
        var id = ProfileId.Of(identifier);
        return new GraphNode { Identifier = identifier, Id = id, Component = id, Profile = id };
    }
}
