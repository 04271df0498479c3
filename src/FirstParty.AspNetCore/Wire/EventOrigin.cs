using System.Collections.Frozen;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What is known about a request's sender before its events are read: who speaks, for which source, and what it may claim.</summary>
internal sealed record EventOrigin
{
    /// <summary>The name of the registered source.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Whether the sender may name the anonymousId, the previousId and external ids itself. False for a browser with the snippet: there
    /// the visitor's cookie decides, and the browser never chooses its profile.
    /// </summary>
    public required bool MayNameIds { get; init; }

    /// <summary>The browser's visitor, or null when there is no cookie and none may be set.</summary>
    public Identifier? Visitor { get; init; }

    /// <summary>How strongly the sender's identifiers are tied together.</summary>
    public AssertionStrength Strength { get; init; } = AssertionStrength.Observed;

    /// <summary>Whether an e-mail address or telephone number among the traits is an identifier too.</summary>
    public bool PromotesTraits { get; init; } = true;

    /// <summary>The namespaces of the external ids that are taken over, by Segment's type.</summary>
    public FrozenDictionary<string, string> ExternalNamespaces { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What the server itself saw of the request, to be added to each context.</summary>
    public ContextAdditions Additions { get; init; } = ContextAdditions.None;
}
