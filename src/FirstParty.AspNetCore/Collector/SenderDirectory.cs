using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Finds out who speaks: by the key in the header, else by the key in the body, else by the page that it comes from.</summary>
internal sealed class SenderDirectory(IReadOnlyDictionary<string, Sender> senders, Sender ownPages, OriginRules origins)
{
    private readonly FrozenDictionary<string, Sender> _senders = senders.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sender, or null when nobody holds that key or a keyless request comes from elsewhere.</summary>
    public Sender? Find(HttpRequest request, string? bodyKey) => (KeyIn(request.Headers.Authorization.ToString()) ?? bodyKey) switch
    {
        { Length: > 0 } key => Find(key),
        _ => origins.IsTrusted(request) ? ownPages : null,
    };

    /// <summary>The holder of a key, or null.</summary>
    public Sender? Find(string key) => _senders.GetValueOrDefault(key);

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
