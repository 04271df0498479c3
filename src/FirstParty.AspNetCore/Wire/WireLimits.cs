namespace FirstParty.AspNetCore.Wire;

/// <summary>The sizes at which a request, or one item of it, is refused. They are Segment's own, with 1 KB = 1,024 bytes.</summary>
/// <seealso href="https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size">Segment HTTP API: limits</seealso>
public static class WireLimits
{
    /// <summary>The largest request body, in bytes after decompression: 500 KB.</summary>
    public const int MaxBatchBytes = 500 * 1024;

    /// <summary>The largest single event, in bytes of its JSON: 32 KB.</summary>
    public const int MaxEventBytes = 32 * 1024;

    /// <summary>The largest context and integrations that a batch shares among its events, together: 8 KB. Each event stores them.</summary>
    public const int MaxSharedBytes = 8 * 1024;

    /// <summary>The most events in one batch: 2,500.</summary>
    public const int MaxItems = 2_500;

    /// <summary>The deepest nesting of lists and objects in one event, the event itself included: 64.</summary>
    public const int MaxDepth = 64;
}
