namespace FirstParty.Identity;

/// <summary>What the graph answers. In no particular order, without duplicates; what is not there is left out.</summary>
public sealed record GraphSnapshot
{
    /// <summary>Nothing.</summary>
    public static GraphSnapshot Empty { get; } = new();

    /// <summary>Nodes.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; init; } = [];

    /// <summary>Links.</summary>
    public IReadOnlyList<GraphLink> Links { get; init; } = [];

    /// <summary>Acts.</summary>
    public IReadOnlyList<IdentityAct> Acts { get; init; } = [];
}
