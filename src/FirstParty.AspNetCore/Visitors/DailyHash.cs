using System.Security.Cryptography;
using System.Text;
using FirstParty.AspNetCore.Requests;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// Recognises a browser without cookie for the rest of the day, and never after: the key of the hash is random, lives in memory alone, and is
/// forgotten at midnight UTC. Thread-safe. Nodes do not share keys: one visitor counts once on each.
/// </summary>
internal sealed class DailyHash(VisitorOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateOnly _day;
    private byte[] _key = [];

    public Identifier Of(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        var shown = $"{request.Headers.Host}\n{(address is null ? null : AddressCut.Of(address))}\n{request.Headers.UserAgent}\n{request.Headers.AcceptLanguage}";
        return VisitorIds.OfDay(HMACSHA256.HashData(KeyOfToday(), Encoding.UTF8.GetBytes(shown)));
    }

    private byte[] KeyOfToday()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_lock)
        {
            if (_day != today || _key.Length == 0)
            {
                _day = today;
                CryptographicOperations.ZeroMemory(_key);
                _key = new byte[32];
                options.Random.GetBytes(_key);
            }

            return [.. _key];
        }
    }
}
