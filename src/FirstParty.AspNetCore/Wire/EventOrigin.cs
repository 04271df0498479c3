using FirstParty.AspNetCore.Collector;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What is known about a request before its events are read: who speaks, of which visitor, and what the server saw itself.</summary>
/// <param name="Sender">Who speaks.</param>
internal sealed record EventOrigin(Sender Sender)
{
    /// <summary>The browser's visitor, or null when there is no cookie and none may be set.</summary>
    public Identifier? Visitor { get; init; }

    /// <summary>Whether an e-mail address or telephone number among the traits is an identifier too.</summary>
    public bool PromotesTraits { get; init; } = true;

    /// <summary>The namespaces of the external ids that are taken over, by Segment's type.</summary>
    public IReadOnlyDictionary<string, string> ExternalNamespaces { get; init; } = new Dictionary<string, string>();

    /// <summary>What the server itself saw of the request, to be added to each context.</summary>
    public ContextAdditions Additions { get; init; } = ContextAdditions.None;

    /// <summary>Whether the sender may name anonymousIds and external ids at all.</summary>
    public bool NamesIds => Sender.Trust != SenderTrust.Visitor;

    /// <summary>Whether the sender may use this identifier: one that the server gives to visitors is theirs alone.</summary>
    public bool MayName(Identifier identifier) =>
        Sender.Trust == SenderTrust.Host || identifier.Namespace != IdentifierNamespace.AnonymousId || !Visitors.VisitorIds.IsReserved(identifier.Value);
}
