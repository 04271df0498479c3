using System.Net;
using FirstParty.AspNetCore.Requests;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Collector;

/// <summary>What the collector takes in, from whom, and how it treats it. Read once, when the endpoints are mapped.</summary>
public sealed class CollectorOptions
{
    /// <summary>The source of requests of the snippet on the host's own pages that name no key. Default <c>web</c>.</summary>
    public string DefaultSource { get; set; } = "web";

    /// <summary>
    /// Whether <c>traits.email</c> and <c>traits.phone</c> of an identify call, and those in <c>context.traits</c>, are identifiers too, as
    /// claims that nobody checked (<see cref="AssertionStrength.Observed"/>). Default true.
    /// </summary>
    public bool PromoteTraits { get; set; } = true;

    /// <summary>
    /// Which types of <c>context.externalIds</c> become identifiers, and in which namespace. Starts with those that Segment promotes;
    /// namespaces that the identity rules do not know are noted in the outcome and otherwise passed over. Never used for the snippet.
    /// </summary>
    /// <seealso href="https://segment.com/docs/unify/identity-resolution/externalids/">Segment: external ids</seealso>
    public IDictionary<string, string> ExternalIds { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["user_id"] = IdentifierNamespace.UserId,
        ["email"] = IdentifierNamespace.Email,
        ["phone"] = IdentifierNamespace.Phone,
        ["anonymous_id"] = IdentifierNamespace.AnonymousId,
        ["android.idfa"] = IdentifierNamespace.AdvertisingId,
        ["ios.idfa"] = IdentifierNamespace.AdvertisingId,
        ["android.id"] = "android.id",
        ["android.push_token"] = "android.push_token",
        ["ios.id"] = "ios.id",
        ["ios.push_token"] = "ios.push_token",
        ["ga_client_id"] = "ga_client_id",
        ["cross_domain_id"] = "cross_domain_id",
        ["braze_id"] = "braze_id",
    };

    /// <summary>What happens to events of bots. Default <see cref="BotPolicy.Flag"/>.</summary>
    public BotPolicy Bots { get; set; }

    /// <summary>
    /// Says where, coarsely, an address is; given only the cut address (IPv4 /24, IPv6 /48). Null, the default, looks nothing up. A resolver
    /// that throws costs the location, never the event.
    /// </summary>
    public Func<IPAddress, CancellationToken, ValueTask<GeoLocation?>>? Geography { get; set; }

    /// <summary>
    /// Whether a visitor's <c>Sec-GPC: 1</c> is recorded in the ledger as an opt-out of the purposes that it refuses; it is noted as
    /// <c>context.gpc</c> in any case. Default true.
    /// </summary>
    /// <seealso href="https://w3c.github.io/gpc/">Global Privacy Control</seealso>
    public bool RecordGlobalPrivacyControl { get; set; } = true;

    /// <summary>How many requests are taken, before 429 is answered.</summary>
    public RateLimitOptions Limits { get; } = new();
}
