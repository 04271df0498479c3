using FirstParty.AspNetCore.Collector;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What is known about a request before its events are read: who speaks, of which visitor, and what the server saw itself.</summary>
/// <param name="Sender">Who speaks.</param>
internal sealed record EventOrigin(Sender Sender)
{
    /// <summary>The browser's visitor, or null when there is no cookie and none may be set.</summary>
    public Identifier? Visitor { get; init; }

    /// <summary>The customer whom the host's own authentication knows in this request, or null.</summary>
    public Identifier? SignedIn { get; init; }

    /// <summary>Whether who a page says its visitor is counts as a claim, although nobody vouches for it.</summary>
    public bool BelievesClaims { get; init; }

    /// <summary>Whether an e-mail address or telephone number among the traits is an identifier too.</summary>
    public bool PromotesTraits { get; init; } = true;

    /// <summary>The namespaces of the external ids that are taken over, by Segment's type.</summary>
    public IReadOnlyDictionary<string, string> ExternalNamespaces { get; init; } = new Dictionary<string, string>();

    /// <summary>What the server itself saw of the request, to be added to each context.</summary>
    public ContextAdditions Additions { get; init; } = ContextAdditions.None;

    /// <summary>Whether the sender may name anonymousIds and external ids at all.</summary>
    public bool NamesIds => Sender.Trust != SenderTrust.Visitor;

    /// <summary>
    /// Whether somebody vouches for this identifier: every key does for what its holder names, but a page's script can say anything, and only the host's
    /// own sign-in makes its visitor a customer.
    /// </summary>
    public bool IsVouched(Identifier identifier) => NamesIds || BelievesClaims || identifier == SignedIn;

    /// <summary>Whether the sender may use this identifier: one that the server gives to visitors is theirs alone.</summary>
    public bool MayName(Identifier identifier) =>
        Sender.Trust == SenderTrust.Host || identifier.Namespace != IdentifierNamespace.AnonymousId || !Visitors.VisitorIds.IsReserved(identifier.Value);
}
