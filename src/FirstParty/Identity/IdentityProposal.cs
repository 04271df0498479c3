using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>What somebody thinks of saying about who is who, to see what would come of it before it is said. Immutable.</summary>
public sealed record IdentityProposal
{
    private IdentityProposal(Func<FactId, DateTimeOffset, IdentityAct> act) => Act = act;

    internal Func<FactId, DateTimeOffset, IdentityAct> Act { get; }

    /// <summary>That two identifiers are one person.</summary>
    public static IdentityProposal Link(Identifier first, Identifier second) =>
        new((id, at) => new LinkAssertion { Id = id, At = at, Identifiers = [first, second] });

    /// <summary>That two identifiers are two people.</summary>
    public static IdentityProposal Separate(Identifier first, Identifier second) =>
        new((id, at) => new SeparateAssertion { Id = id, At = at, First = first, Second = second });

    /// <summary>That one id continues another of its namespace.</summary>
    public static IdentityProposal Alias(Identifier previous, Identifier current) =>
        new((id, at) => new AliasAssertion { Id = id, At = at, From = previous, To = current });

    /// <summary>That what events tied together longer ago than <see cref="NamespaceRule.ExpiresAfter"/> allows holds no longer.</summary>
    /// <param name="asOf">The instant that ages are measured against; null for now. Not later than now. UTC.</param>
    public static IdentityProposal Expire(DateTimeOffset? asOf = null) =>
        new((id, at) => new ExpireAssertion { Id = id, At = at, AsOf = asOf ?? at });

    /// <summary>That facts count as never said: events, links, separations, aliases, acts of expiry.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="facts"/> is null.</exception>
    public static IdentityProposal Retract(IEnumerable<FactId> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ImmutableArray<FactId> targets = [.. facts];
        return new((id, at) => new RetractAssertion { Id = id, At = at, Targets = targets });
    }
}
