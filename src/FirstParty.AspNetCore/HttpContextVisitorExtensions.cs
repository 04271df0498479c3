using FirstParty.AspNetCore.Snippets;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore;

/// <summary>The visitor of a request, for the host's own code.</summary>
public static class HttpContextVisitorExtensions
{
    /// <summary>
    /// The identifier of the request's visitor, or null when the browser has no cookie yet. What the host's own code records for it (a log-in, an
    /// order) joins what the snippet recorded.
    /// </summary>
    /// <exception cref="InvalidOperationException">MapFirstParty has not been called.</exception>
    /// <example><code>
    /// if (http.FindVisitor() is { } visitor)
    /// {
    ///     await cdp.LinkAsync(Identifier.UserId(customer.Id), visitor, AssertionStrength.Authoritative);
    /// }
    /// </code></example>
    public static Identifier? FindVisitor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SnippetMarkup.Find(context).Cookie.Find(context.Request);
    }

    /// <summary>
    /// The identifier of the request's visitor; a browser without cookie is given one with this answer, before its first event, unless
    /// <see cref="Visitors.VisitorOptions.StoragePurpose"/> waits for consent: then null. Call it before the answer's body begins.
    /// </summary>
    /// <exception cref="InvalidOperationException">MapFirstParty has not been called, or the answer has begun.</exception>
    public static Identifier? EnsureVisitor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cookie = SnippetMarkup.Find(context).Cookie;
        return cookie.Find(context.Request) ?? (cookie.NeedsConsent ? null : cookie.Issue(context));
    }
}
