using System.Buffers.Text;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>The one cookie: 128 random bits that the server makes and only the server reads.</summary>
internal sealed class VisitorCookie(VisitorOptions options)
{
    private const int Bytes = 16;
    private const int Length = 22;

    /// <summary>Whether the person must agree before a cookie is set.</summary>
    public bool NeedsConsent => options.StoragePurpose is not null;

    /// <summary>The secret in the request's cookie, or null when there is none of the right shape.</summary>
    public string? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(options.CookieName, out var token) && token.Length == Length && Base64Url.IsValid(token) ? token : null;

    /// <summary>The visitor of the request's cookie, or null.</summary>
    public Identifier? Find(HttpRequest request) => Read(request) is { } token ? VisitorIds.OfCookie(token) : null;

    /// <summary>Gives the browser a new secret, and with it a new visitor.</summary>
    public Identifier Issue(HttpContext context)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        options.Random.GetBytes(bytes);
        var token = Base64Url.EncodeToString(bytes);
        context.Response.Cookies.Append(options.CookieName, token, Attributes(context.Request, options.CookieLifetime));
        return VisitorIds.OfCookie(token);
    }

    /// <summary>Takes the cookie away.</summary>
    public void Remove(HttpContext context) =>
        context.Response.Cookies.Delete(options.CookieName, Attributes(context.Request, lifetime: null));

    private CookieOptions Attributes(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = "/",
        Domain = options.CookieDomain,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
