using FirstParty.AspNetCore.Collector;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>Who the browser of a request is: by its cookie, by a cookie that it is given now, or, where none may be set, hardly at all.</summary>
internal sealed class VisitorRecognition(VisitorOptions options, VisitorCookie cookie, DailyHash daily, OriginRules origins)
{
    /// <summary>The visitor, or null when there is nothing to know them by.</summary>
    /// <param name="context">The request. Its answer may set the cookie.</param>
    /// <param name="isCookieless">Whether the page asks for no cookie.</param>
    /// <param name="pageId">The id that a cookieless page made for itself, or null.</param>
    public Identifier? Recognise(HttpContext context, bool isCookieless, string? pageId)
    {
        var isForeign = origins.Of(context.Request) == RequestOrigin.Cross; // Such a cookie would be a third party's, and is not kept.
        if (!isCookieless && !isForeign)
        {
            if (cookie.Find(context.Request) is { } known)
            {
                return known;
            }

            if (options.StoragePurpose is null)
            {
                return cookie.Issue(context);
            }
        }

        return options.DailyHash ? daily.Of(context.Request)
            : pageId is not null ? VisitorIds.OfPage(pageId)
            : null;
    }
}
