using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using FirstParty.AspNetCore.Visitors;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Per address and per visitor, by ASP.NET's own limiters. Idle partitions are forgotten, so memory follows the traffic.</summary>
internal sealed class RequestLimits(RateLimitOptions options, VisitorCookie cookie) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, UInt128>(context => RateLimitPartition.GetTokenBucketLimiter(
            AddressOf(context), _ => Bucket(options.RequestsPerSecondPerAddress, options.BurstPerAddress))),
        PartitionedRateLimiter.Create<HttpContext, string>(context => cookie.Read(context.Request) is { } token
            ? RateLimitPartition.GetTokenBucketLimiter(token, _ => Bucket(options.RequestsPerSecondPerVisitor, options.BurstPerVisitor))
            : RateLimitPartition.GetNoLimiter(string.Empty)));

    /// <summary>Whether the request may go on; if not, after how many seconds it may come again.</summary>
    public bool TryTake(HttpContext context, out int retryAfterSeconds)
    {
        using var lease = _limiter.AttemptAcquire(context);
        retryAfterSeconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokensPerPeriod = perSecond,
        TokenLimit = Math.Max(perSecond, burst),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    private static UInt128 AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            bytes[8..].Clear(); // One household or server is given a whole /64.
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
