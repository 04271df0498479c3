namespace FirstParty.AspNetCore.Collector;

/// <summary>
/// How much one address and one visitor may send. What is over is answered with 429, <c>Retry-After</c> and <c>X-RateLimit-Reset</c>; too many
/// requests before a body is read, too many events or bytes before anything is stored. Each limit is a token bucket: its burst at once, then its rate.
/// </summary>
/// <seealso href="https://learn.microsoft.com/aspnet/core/performance/rate-limit">ASP.NET Core: rate limiting</seealso>
public sealed class RateLimitOptions
{
    /// <summary>Requests per second from one address: one IPv4 address or one IPv6 /64. Default 1,000, which is what Segment recommends to its clients.</summary>
    public int RequestsPerSecondPerAddress { get; set; } = 1_000;

    /// <summary>Requests at once from one address. Default 2,000.</summary>
    public int BurstPerAddress { get; set; } = 2_000;

    /// <summary>Requests per second of one visitor's cookie. Default 20.</summary>
    public int RequestsPerSecondPerVisitor { get; set; } = 20;

    /// <summary>Requests at once of one visitor's cookie. Default 100.</summary>
    public int BurstPerVisitor { get; set; } = 100;

    /// <summary>Events per second of one visitor's cookie. Default 50: a person clicks less, a page that runs wild more.</summary>
    public int EventsPerSecondPerVisitor { get; set; } = 50;

    /// <summary>Events at once of one visitor's cookie. Default 2,500: what a browser kept through an outage comes in one go.</summary>
    public int EventBurstPerVisitor { get; set; } = 2_500;

    /// <summary>Kilobytes of bodies per second of one visitor's cookie. Default 64.</summary>
    public int KilobytesPerSecondPerVisitor { get; set; } = 64;

    /// <summary>Kilobytes of bodies at once of one visitor's cookie. Default 2,048.</summary>
    public int KilobyteBurstPerVisitor { get; set; } = 2_048;

    /// <summary>The most bytes of bodies that are held in memory at a time, for all requests together. Default 64 MB.</summary>
    public long MaxBytesInFlight { get; set; } = 64L * 1024 * 1024;
}
