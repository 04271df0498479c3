using System.Collections.Frozen;
using System.Text;
using FirstParty.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Finds out who speaks: by the key in the header, else by the key in the body, else by the page that it comes from.</summary>
internal sealed class SenderDirectory(IReadOnlyDictionary<string, Sender> senders, Sender ownPages, OriginRules origins)
{
    private readonly FrozenDictionary<string, Sender> _senders = senders.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sender; the refusal is null exactly when there is one: when somebody holds the key, or a keyless request comes from an own page.</summary>
    /// <param name="request">The request, whose header may hold the key.</param>
    /// <param name="statedKey">The <c>writeKey</c> of its body or query, or null.</param>
    /// <param name="sender">Who speaks.</param>
    public RequestRefusal? TryFind(HttpRequest request, string? statedKey, out Sender? sender)
    {
        var key = KeyOf(request, statedKey);
        sender = key is not null ? Find(key) : origins.IsTrusted(request) ? ownPages : null;
        return sender is not null ? null : key is not null ? RequestRefusal.UnknownKey() : RequestRefusal.NoKey();
    }

    /// <summary>
    /// What stands against a request that only the host's own pages make; null for nothing. They need no key, but one that is sent is registered, as
    /// everywhere.
    /// </summary>
    /// <param name="request">The request, whose header may hold the key.</param>
    /// <param name="statedKey">The <c>writeKey</c> of its body or query, or null.</param>
    public RequestRefusal? CheckOwnPage(HttpRequest request, string? statedKey) =>
        KeyOf(request, statedKey) is { } key && Find(key) is null ? RequestRefusal.UnknownKey()
        : origins.IsTrusted(request) ? null
        : RequestRefusal.ForeignOrigin();

    /// <summary>The holder of a key, or null.</summary>
    public Sender? Find(string key) => _senders.GetValueOrDefault(key);

    /// <summary>
    /// The key that is sent. Where a site asks for a password, as one that is being tried out does, browsers send it along with every call of its pages: what
    /// is nobody's key there is none.
    /// </summary>
    private string? KeyOf(HttpRequest request, string? statedKey)
    {
        var user = KeyIn(request.Headers.Authorization.ToString());
        var isSites = user is not null && Find(user) is null && origins.IsTrusted(request);
        return (isSites ? statedKey : user ?? statedKey) is { Length: > 0 } key ? key : null;
    }

    /// <summary>The user of Basic credentials, with or without the colon; null for any other scheme and for what cannot be read.</summary>
    private static string? KeyIn(string authorization)
    {
        const string scheme = "Basic ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = authorization.AsSpan(scheme.Length).Trim();
        Span<byte> bytes = stackalloc byte[384];
        if (encoded.Length > 512 || !Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return string.Empty;
        }

        var user = Encoding.UTF8.GetString(bytes[..length]);
        return user.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? user[..colon] : user;
    }
}
