using FirstParty.AspNetCore.Snippets;
using FirstParty.Consent;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FirstParty.AspNetCore;

/// <summary>The visitor of a request, for the host's own code.</summary>
public static class HttpContextVisitorExtensions
{
    private const string CarriedOver = "carried over at sign-in";

    /// <summary>
    /// The identifier of the request's visitor, or null when the browser has no cookie yet. What the host's own code records for it (a log-in, an
    /// order) joins what the snippet recorded.
    /// </summary>
    /// <exception cref="InvalidOperationException">MapFirstParty has not been called.</exception>
    /// <example><code>
    /// if (http.FindVisitor() is { } visitor)
    /// {
    ///     await cdp.TrackAsync(visitor, "Product Added", new() { ["product_id"] = "t-7" });
    /// }
    /// </code></example>
    /// <seealso cref="SignInVisitorAsync"/>
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

    /// <summary>
    /// Tells that the visitor of this request is this customer, who has just proved it by signing in or ordering, and gives the browser a new cookie:
    /// whoever had planted the old one, or read it, learns nothing of what follows. What the browser did before becomes the customer's history, and
    /// its choices about consent go on under the new cookie. Call it before the answer's body begins.
    /// </summary>
    /// <returns>The new visitor; null when the browser has no cookie and may not be given one yet.</returns>
    /// <exception cref="InvalidOperationException">MapFirstParty has not been called, or the answer has begun.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public static async ValueTask<Identifier?> SignInVisitorAsync(
        this HttpContext context, Identifier customer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cookie = SnippetMarkup.Find(context).Cookie;
        var platform = context.RequestServices.GetRequiredService<CustomerDataPlatform>();
        await cookie.ReadyAsync(cancellationToken).ConfigureAwait(false);
        var before = cookie.Find(context.Request);
        if (before is null && cookie.NeedsConsent)
        {
            return null;
        }

        var visitor = cookie.Issue(context);
        await platform.LinkAsync(visitor, customer, AssertionStrength.Authoritative, cancellationToken).ConfigureAwait(false);
        if (before is { } old)
        {
            await CarryOverAsync(platform, old, visitor, cancellationToken).ConfigureAwait(false);

            // Observed, nothing stronger: over this link the old cookie reads nothing of the customer.
            await platform.LinkAsync(old, customer, AssertionStrength.Observed, cancellationToken).ConfigureAwait(false);
        }

        return visitor;
    }

    /// <summary>The person's last word on each purpose, as it was given under the old cookie, under the new one: the same act, and it says so.</summary>
    private static async ValueTask CarryOverAsync(
        CustomerDataPlatform platform, Identifier from, Identifier to, CancellationToken cancellationToken)
    {
        var said = await platform.Consent.HistoryAsync(from, cancellationToken).ConfigureAwait(false);
        await platform.Consent.RecordAsync(
            [
                .. said.Where(record => record.Subject == from && (record.Act.IsPermissive() || record.Act.IsRefusal()))
                    .GroupBy(record => record.Purpose)
                    .Select(acts => acts.Last() with
                    {
                        Subject = to,
                        AlsoBinds = [],
                        RecordId = default,
                        Sequence = -1,
                        Evidence = acts.Last().Evidence with { Channel = CarriedOver },
                    }),
            ],
            cancellationToken).ConfigureAwait(false);
    }
}
