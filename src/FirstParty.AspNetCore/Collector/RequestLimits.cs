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
        PartitionedRateLimiter.Create<HttpContext, string>(context => cookie.Claimed(context.Request) is { } token
            ? RateLimitPartition.GetTokenBucketLimiter(token, _ => Bucket(options.RequestsPerSecondPerVisitor, options.BurstPerVisitor))
            : RateLimitPartition.GetNoLimiter(string.Empty)));

    private readonly PartitionedRateLimiter<string> _events = PerVisitor(options.EventsPerSecondPerVisitor, options.EventBurstPerVisitor);

    private readonly PartitionedRateLimiter<string> _kilobytes = PerVisitor(options.KilobytesPerSecondPerVisitor, options.KilobyteBurstPerVisitor);

    /// <summary>Whether the request may go on; if not, after how many seconds it may come again.</summary>
    public bool TryTake(HttpContext context, out int retryAfterSeconds)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return IsAcquired(lease, out retryAfterSeconds);
    }

    /// <summary>Whether the request's visitor, if it has one, may have so much stored; if not, after how many seconds it may come again.</summary>
    public bool TryTake(HttpContext context, int events, int bytes, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        if (cookie.Claimed(context.Request) is not { } token)
        {
            return true;
        }

        using var counted = _events.AttemptAcquire(token, Math.Min(events, Burst(options.EventsPerSecondPerVisitor, options.EventBurstPerVisitor)));
        if (!IsAcquired(counted, out retryAfterSeconds))
        {
            return false;
        }

        using var weighed = _kilobytes.AttemptAcquire(
            token, Math.Min(1 + (bytes / 1024), Burst(options.KilobytesPerSecondPerVisitor, options.KilobyteBurstPerVisitor)));
        return IsAcquired(weighed, out retryAfterSeconds);
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _events.Dispose();
        _kilobytes.Dispose();
    }

    private static bool IsAcquired(RateLimitLease lease, out int retryAfterSeconds)
    {
        retryAfterSeconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> PerVisitor(int perSecond, int burst) => PartitionedRateLimiter.Create<string, string>(
        token => RateLimitPartition.GetTokenBucketLimiter(token, _ => Bucket(perSecond, burst)));

    private static int Burst(int perSecond, int burst) => Math.Max(perSecond, burst);

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokensPerPeriod = perSecond,
        TokenLimit = Burst(perSecond, burst),
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
