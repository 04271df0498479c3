using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Collector;

/// <summary>What the endpoints log. Never anything about a person.</summary>
internal static partial class CollectorLog
{
    public const string Category = "FirstParty.AspNetCore";

    [LoggerMessage(1, LogLevel.Error, "The store failed; the request was answered with 503 and will come again")]
    public static partial void StorageFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The host's geography resolver failed; the event has no location")]
    public static partial void GeographyFailed(ILogger logger, Exception exception);

}
