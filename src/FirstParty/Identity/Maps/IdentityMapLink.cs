namespace FirstParty.Identity.Maps;

/// <summary>One link of a map with the reason for it, and the rule that decided upon it.</summary>
public sealed record IdentityMapLink
{
    /// <summary>The one end.</summary>
    public required Identifier First { get; init; }

    /// <summary>The other end.</summary>
    public required Identifier Second { get; init; }

    /// <summary>What became of it.</summary>
    public required LinkFate Fate { get; init; }

    /// <summary>The best strength with which the two were tied, or null when they were only mentioned together.</summary>
    public AssertionStrength? Strength { get; init; }

    /// <summary>When the best fact said so. UTC. Null when the link follows from the values themselves.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The best fact, or null when the link follows from the values themselves: an address and its hash, an alias.</summary>
    public FactId? Fact { get; init; }

    /// <summary>What the fact is called: an event's name, or <c>Link</c>; null when there is none.</summary>
    public string? Said { get; init; }

    /// <summary>Who drew the link, when somebody of the host did.</summary>
    public string? Actor { get; init; }

    /// <summary>The source of the fact.</summary>
    public string? Source => Fact?.Source;
}
