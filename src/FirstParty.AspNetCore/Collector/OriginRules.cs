using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>
/// Whose pages may do what. What a browser says of itself in <c>Sec-Fetch-Site</c> and <c>Origin</c> cannot be changed by a page; a program can
/// write anything, but it holds no visitor's cookie.
/// </summary>
/// <seealso href="https://w3c.github.io/webappsec-fetch-metadata/">Fetch metadata request headers</seealso>
internal sealed class OriginRules(IEnumerable<string> allowed)
{
    private readonly FrozenSet<string> _allowed = allowed.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the request comes from.</summary>
    public RequestOrigin Of(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (_allowed.Contains(origin))
        {
            return RequestOrigin.Allowed;
        }

        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => RequestOrigin.Same,
            "same-site" => RequestOrigin.SameSite,
            "cross-site" => RequestOrigin.Cross,
            _ when origin.Length > 0 => IsOwn(request, origin) ? RequestOrigin.Same : RequestOrigin.Cross,
            _ => OfReferer(request),
        };
    }

    /// <summary>Whether a page there may read and change what belongs to the visitor.</summary>
    public bool IsTrusted(HttpRequest request) => Of(request) is RequestOrigin.Same or RequestOrigin.Allowed;

    /// <summary>
    /// Says to the browser who may read the answer: pages of the host's own origins with cookies, and, where the host has named none, every
    /// page without.
    /// </summary>
    public void Allow(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        if (_allowed.Count > 0 && !_allowed.Contains(origin))
        {
            return;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "Retry-After, " + Answer.ResetHeader;
        if (_allowed.Count > 0)
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }

    /// <summary>
    /// Answers a preflight. Segment's browser client sends <c>Authorization</c> always and <c>X-Retry-Count</c> on retries only: leaving that out
    /// would break exactly the retry after an outage.
    /// </summary>
    public Task AnswerPreflightAsync(HttpContext context, string methods)
    {
        Allow(context);
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = methods;
        headers.AccessControlAllowHeaders = "authorization, content-type, x-retry-count";
        headers.AccessControlMaxAge = "7200";
        headers.Remove("Access-Control-Expose-Headers");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Over plain http browsers say nothing else of a page that reads from its own origin.</summary>
    private static RequestOrigin OfReferer(HttpRequest request) =>
        !Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var referer) ? RequestOrigin.Unknown
        : IsOwn(request, referer.GetLeftPart(UriPartial.Authority)) ? RequestOrigin.Same
        : RequestOrigin.Cross;

    /// <summary>By the header as it came: what stands in it need be no name of a host, and <see cref="HttpRequest.Host"/> throws where it is none.</summary>
    private static bool IsOwn(HttpRequest request, string origin) =>
        origin.Equals($"{request.Scheme}://{request.Headers.Host}", StringComparison.OrdinalIgnoreCase);
}
