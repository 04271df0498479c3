namespace FirstParty.Identity;

/// <summary>What the resolver asks of the graph in one go. Each collection holds no duplicates and may be empty.</summary>
public sealed record GraphQuery
{
    internal static GraphQuery Nothing { get; } = new();

    /// <summary>Nodes wanted, by natural id.</summary>
    public IReadOnlyCollection<ProfileId> Nodes { get; init; } = [];

    /// <summary>
    /// Whether the components of the wanted nodes are to be this session's alone until it ends, as after <see cref="IdentityGraph.LockAsync"/>:
    /// asked before what is read of them decides what is written. A single writer has them anyway, and a reader never asks.
    /// </summary>
    public bool Hold { get; init; }

    /// <summary>Links wanted, by their ends.</summary>
    public IReadOnlyCollection<GraphPair> Links { get; init; } = [];

    /// <summary>
    /// Acts wanted that name any of these identifiers: those stored with one of these ids among their <see cref="StoredAct.Names"/>.
    /// </summary>
    public IReadOnlyCollection<ProfileId> ActsOn { get; init; } = [];

    /// <summary>Acts wanted that carry one of these ids, or are a <see cref="RetractAssertion"/> that targets one.</summary>
    public IReadOnlyCollection<FactId> Facts { get; init; } = [];

    /// <summary>Whether every suggestion there is is wanted, decided or not.</summary>
    public bool EverySuggestion { get; init; }

    /// <summary>
    /// How many acts of expiry are wanted: those of the latest <see cref="ExpireAssertion.AsOf"/>, leaving out what a stored retraction targets. Equal
    /// instants in any order.
    /// </summary>
    public int Expiries { get; init; }

    /// <summary>Whether every act there is is wanted: a rebuild's question.</summary>
    public bool EveryAct { get; init; }
}
