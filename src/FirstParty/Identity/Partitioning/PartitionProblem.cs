namespace FirstParty.Identity.Partitioning;

/// <summary>A graph to be cut into profiles, in integers: nodes are 0 to <see cref="NodeCount"/> - 1.</summary>
internal sealed class PartitionProblem
{
    public required RuleBook Book { get; init; }

    public required int NodeCount { get; init; }

    /// <summary>Of each node, the number of its namespace.</summary>
    public required byte[] Namespaces { get; init; }

    public required LinkTable Links { get; init; }

    /// <summary>Compares two nodes by namespace and value, ordinally: the last resort between equal links.</summary>
    public required Comparison<int> Order { get; init; }

    /// <summary>Of each node, the number of its alias class; null when there are no aliases.</summary>
    public int[]? AliasClasses { get; init; }

    /// <summary>Pairs that must not share a profile.</summary>
    public IReadOnlyList<(int First, int Second)> Separations { get; init; } = [];

    /// <summary>Nodes whose being contested is known from elsewhere, or null to find out from the links.</summary>
    public bool[]? Contested { get; init; }

    public int ClassOf(int node) => AliasClasses is { } classes ? classes[node] : node;
}
