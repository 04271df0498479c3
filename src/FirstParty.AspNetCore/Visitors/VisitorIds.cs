using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// The anonymousIds that the server gives to browsers. Each is a one-way image of a secret that only that browser holds, so that whoever
/// sees the id, in a log or an export, can neither be that visitor nor read as them; and no client can name one.
/// </summary>
internal static class VisitorIds
{
    private const string Reserved = "fp-";
    private const int Bytes = 16;

    /// <summary>Whether only the server may use this anonymousId.</summary>
    public static bool IsReserved(string anonymousId) => anonymousId.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase);

    /// <summary>The visitor whose cookie holds this token.</summary>
    public static Identifier OfCookie(string token) => Of("fp-v.", Encoding.UTF8.GetBytes(token));

    /// <summary>The visitor of one page view, by the id that a cookieless page made for itself and forgets when it is left.</summary>
    public static Identifier OfPage(string pageId) => Of("fp-p.", Encoding.UTF8.GetBytes(pageId));

    /// <summary>The visitor of one day, by a keyed hash of what the browser shows of itself.</summary>
    public static Identifier OfDay(ReadOnlySpan<byte> keyedHash) => Identifier.AnonymousId("fp-d." + Base64Url.EncodeToString(keyedHash[..Bytes]));

    /// <summary>Nobody in particular, once: proves that somebody declined, and leads nowhere.</summary>
    public static Identifier Once(RandomNumberGenerator random)
    {
        var bytes = new byte[Bytes];
        random.GetBytes(bytes);
        return Identifier.AnonymousId("fp-o." + Base64Url.EncodeToString(bytes));
    }

    private static Identifier Of(string prefix, ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(prefix), .. secret], hash);
        return Identifier.AnonymousId(prefix + Base64Url.EncodeToString(hash[..Bytes]));
    }
}
