using System.Buffers.Text;
using System.Security.Cryptography;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// The one cookie: 128 random bits and the store's own mark on them, so that a value which the server did not make is nobody's. Over https and without
/// a shared domain it is bound to this very host (<c>__Host-</c>): no neighbouring subdomain can plant one. Thread-safe.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc6265">RFC 6265: HTTP state management</seealso>
internal sealed class VisitorCookie(VisitorOptions options, CustomerDataPlatform platform)
{
    private const string HostPrefix = "__Host-";
    private const int Bytes = 16;
    private const int Length = 43;

    private byte[]? _key;

    /// <summary>Whether the person must agree before a cookie is set.</summary>
    public bool NeedsConsent => options.StoragePurpose is not null;

    /// <summary>Fetches the key, if it is not there yet. What reads or issues cookies without having called this waits for the store.</summary>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask ReadyAsync(CancellationToken cancellationToken) =>
        _key ??= await platform.DeriveKeyAsync("visitor cookie", cancellationToken).ConfigureAwait(false);

    /// <summary>What the request's cookie says, made by the server or not; null when there is nothing of the right shape.</summary>
    public string? Claimed(HttpRequest request) =>
        request.Cookies.TryGetValue(NameFor(request), out var token) && token.Length == Length && Base64Url.IsValid(token) ? token : null;

    /// <summary>The secret in the request's cookie, or null when there is none that the server made.</summary>
    public string? Read(HttpRequest request)
    {
        if (Claimed(request) is not { } token)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[2 * Bytes];
        return Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == bytes.Length
            && CryptographicOperations.FixedTimeEquals(bytes[Bytes..], Mark(bytes[..Bytes]))
                ? token
                : null;
    }

    /// <summary>The visitor of the request's cookie, or null.</summary>
    public Identifier? Find(HttpRequest request) => Read(request) is { } token ? VisitorIds.OfCookie(token) : null;

    /// <summary>Gives the browser a new secret, and with it a new visitor.</summary>
    public Identifier Issue(HttpContext context)
    {
        Span<byte> bytes = stackalloc byte[2 * Bytes];
        options.Random.GetBytes(bytes[..Bytes]);
        Mark(bytes[..Bytes]).CopyTo(bytes[Bytes..]);
        var token = Base64Url.EncodeToString(bytes);
        context.Response.Cookies.Append(NameFor(context.Request), token, Attributes(context.Request, options.CookieLifetime));
        return VisitorIds.OfCookie(token);
    }

    /// <summary>Takes the cookie away.</summary>
    public void Remove(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Attributes(context.Request, lifetime: null));

    /// <summary>A browser keeps a name with this prefix only from https, for this host and all its paths; elsewhere the name goes without.</summary>
    private string NameFor(HttpRequest request) =>
        request.IsHttps && options.CookieDomain is null ? HostPrefix + options.CookieName : options.CookieName;

    private ReadOnlySpan<byte> Mark(ReadOnlySpan<byte> random) => HMACSHA256.HashData(Key(), random).AsSpan(0, Bytes);

    /// <summary>The first page of a process may come before its first call to an endpoint: then, once, it waits for the store.</summary>
    private byte[] Key() => _key ??= platform.DeriveKeyAsync("visitor cookie").AsTask().GetAwaiter().GetResult();

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
