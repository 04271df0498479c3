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
}
