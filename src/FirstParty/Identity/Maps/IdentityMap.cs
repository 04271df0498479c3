using System.Collections.Immutable;

namespace FirstParty.Identity.Maps;

/// <summary>The part of the identity graph around one person: what is tied to what, and why. For an operator's eyes. Immutable.</summary>
public sealed record IdentityMap
{
    /// <summary>The person.</summary>
    public required ProfileId Profile { get; init; }

    /// <summary>The identifiers, the person's own first, then those that something ties to them; strongest first within each.</summary>
    public required ImmutableArray<IdentityMapNode> Nodes { get; init; }

    /// <summary>The links between those identifiers, in the order of their ends.</summary>
    public required ImmutableArray<IdentityMapLink> Links { get; init; }

    /// <summary>The standing separations among them, oldest first: retract one by its id, and it is as if it was never said.</summary>
    public ImmutableArray<SeparateAssertion> Separations { get; init; } = [];

    /// <summary>How many identifiers were left out, because there are more than were asked for.</summary>
    public int Omitted { get; init; }
}
