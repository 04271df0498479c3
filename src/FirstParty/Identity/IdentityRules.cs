using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace FirstParty.Identity;

/// <summary>
/// The rules by which facts become profiles. Data only: profiles are a function of the rules and the set of facts, so changing a rule
/// and rebuilding heals the past. Immutable and thread-safe.
/// </summary>
public sealed record IdentityRules
{
    /// <summary>Links in one connected component beyond which its weakest links are shed: 10,000.</summary>
    public const int DefaultComponentBudget = 10_000;

    /// <summary>
    /// <c>userId</c> unique and strongest, then <c>email</c>, <c>phone</c>, <c>loyaltyId</c>, <c>advertisingId</c> and <c>anonymousId</c>;
    /// <c>groupId</c> names accounts. Newest link wins, tenancy decides shared devices.
    /// </summary>
    public static IdentityRules Default { get; } = new();

    /// <summary>The namespaces; identifiers of any other take no part.</summary>
    public ImmutableArray<NamespaceRule> Namespaces { get; init; } = DefaultNamespaces.All;

    /// <summary>Which of two equally strong links holds.</summary>
    public LinkOrder Order { get; init; } = LinkOrder.Newest;

    /// <summary>Whose the events of a shared device are.</summary>
    public AttributionMode Attribution { get; init; } = AttributionMode.Tenancy;

    /// <summary>Two letters of ISO 3166-1 by which national telephone numbers are read.</summary>
    public string Region { get; init; } = "US";

    /// <summary>
    /// Whether exactly one namespace of people must be unique. On by default: with none strangers merge without end; with one a new link
    /// displaces at most one old one; with several a single fact can rearrange a whole component.
    /// </summary>
    public bool RequireOneUnique { get; init; } = true;

    /// <summary>
    /// The most links in one connected component. Beyond it whole classes of links, weakest first, are shed until it fits, whatever
    /// the order of arrival.
    /// </summary>
    public int ComponentBudget { get; init; } = DefaultComponentBudget;

    /// <summary>
    /// A text that changes whenever the rules could resolve the same facts differently, versions of normalisers included: where it is not what it was at
    /// the last start, <see cref="CustomerDataPlatform.RebuildAsync"/> makes the stored graph follow.
    /// </summary>
    public string Fingerprint => RuleBook.Of(this).Fingerprint;

    /// <summary>The rule of a namespace, or null when there is none.</summary>
    public NamespaceRule? Find(string @namespace) => RuleBook.Of(this).Find(@namespace)?.Rule;

    /// <summary>Brings an identifier to its one form, or says why it takes no part. Never throws for what the value holds.</summary>
    /// <returns>True, with the form in <paramref name="normalised"/>; false, with the reason in <paramref name="refusal"/>.</returns>
    public bool TryNormalise(Identifier identifier, [NotNullWhen(true)] out Identifier? normalised, out IdentifierRefusal refusal)
    {
        (var found, refusal) = RuleBook.Of(this).Accept(identifier);
        normalised = refusal == IdentifierRefusal.None ? found : null;
        return normalised is not null;
    }

    /// <summary>Whether an identifier takes part in resolution.</summary>
    public bool IsAcceptable(Identifier identifier) => TryNormalise(identifier, out _, out _);

    /// <summary>Every mistake in these rules, in plain sentences; empty when there is none.</summary>
    public ImmutableArray<string> Validate() => IdentityRulesCheck.Mistakes(this);
}
