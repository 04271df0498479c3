using System.Security.Claims;
using System.Security.Cryptography;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>How browsers are recognised, and what they may be told. Read once, when the endpoints are mapped.</summary>
public sealed class VisitorOptions
{
    /// <summary>The words that the snippet has for what a person may permit.</summary>
    internal static readonly string[] Words = ["analytics", "ads", "personalisation"];

    /// <summary>
    /// The name of the cookie that holds the visitor's random secret. Default <c>fp_vid</c>. Over https, unless <see cref="CookieDomain"/> is set, it is
    /// preceded by <c>__Host-</c>.
    /// </summary>
    public string CookieName { get; set; } = "fp_vid";

    /// <summary>How long the cookie lasts, from when it is first set; it is not prolonged. Default 365 days.</summary>
    public TimeSpan CookieLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The domain whose subdomains share the cookie, such as <c>shop.example</c>; null, the default, is this host alone.</summary>
    public string? CookieDomain { get; set; }

    /// <summary>
    /// The purpose that must be permitted before anything is stored on the device (ePrivacy 5(3)), such as <c>device.storage</c> or <c>analytics</c>:
    /// then the first cookie comes with the consent, a refusal removes it, and the snippet waits for the choice unless
    /// <see cref="Snippets.SnippetOptions.Consent"/> says otherwise. Null, the default, sets the cookie at the snippet's first contact; the snippet's own
    /// consent mode decides when that is.
    /// </summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/dir/2002/58/oj">ePrivacy 5(3)</seealso>
    public string? StoragePurpose { get; set; }

    /// <summary>
    /// Whether a browser without cookie is recognised within one day, by a hash of its cut address and user agent under a random key that is
    /// thrown away at midnight UTC. Default false: then its events have only the id that the page made for itself, if any.
    /// </summary>
    public bool DailyHash { get; set; }

    /// <summary>
    /// Who is signed in, by the host's own authentication; null for nobody. A page's <c>fp.identify(id)</c> counts when it names this customer, and is
    /// verified then. Default: the name identifier of an authenticated <see cref="HttpContext.User"/>, as userId.
    /// </summary>
    public Func<HttpContext, Identifier?> SignedIn { get; set; } = context =>
        context.User is { Identity.IsAuthenticated: true } user && user.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } id
            ? Identifier.UserId(id)
            : null;

    /// <summary>
    /// Whether a user id, e-mail address or telephone number that a page's script names, and nobody vouches for, ties its visitor to that person all the
    /// same: as an observed claim, which reads nothing and grants nothing, but lets anybody add to anybody's profile until it is taken apart. Default
    /// false: such an event counts for the visitor alone, and its outcome says so.
    /// </summary>
    public bool BelieveClaims { get; set; }

    /// <summary>The purpose for which a page is told its visitor's segments and traits. Default <c>personalisation</c>; unregistered, it is told none.</summary>
    public string PersonalisationPurpose { get; set; } = "personalisation";

    /// <summary>
    /// The purposes that a choice in the browser stands for, where the snippet's word for it (<c>analytics</c>, <c>ads</c>,
    /// <c>personalisation</c>), or the category of a Segment client's <c>context.consent</c>, is not itself a purpose's id.
    /// </summary>
    public IDictionary<string, string[]> ConsentNames { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Where secrets come from. Default the system's generator.</summary>
    public RandomNumberGenerator Random { get; set; } = RandomNumberGenerator.Create();
}
