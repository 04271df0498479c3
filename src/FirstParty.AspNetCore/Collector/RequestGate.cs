using FirstParty.AspNetCore.Wire;
using FirstParty.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Collector;

/// <summary>
/// Stands before every endpoint that costs something: turns away what is too much before memory grows, and turns faults into answers that
/// make clients come again.
/// </summary>
internal sealed class RequestGate(CustomerDataPlatform platform, RequestLimits limits, BytesInFlight inFlight, OriginRules origins, ILogger logger)
{
    private const int ComeBackAfterFault = 5;

    /// <summary>Reads the body and hands it on, unless there is reason not to.</summary>
    public async Task PassAsync(HttpContext context, int bodyLimit, Func<ReadOnlyMemory<byte>, Task> handle)
    {
        origins.Allow(context);
        if (!limits.TryTake(context, out var seconds))
        {
            await Answer.LaterAsync(context, 429, "tooManyRequests", seconds).ConfigureAwait(false);
            return;
        }

        var room = Math.Min(context.Request.ContentLength ?? bodyLimit, bodyLimit);
        if (platform.IsSaturated || !inFlight.TryTake(room))
        {
            await Answer.LaterAsync(context, 429, "saturated", 1).ConfigureAwait(false);
            return;
        }

        try
        {
            await ReadAndHandleAsync(context, bodyLimit, handle).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsGone(context, exception))
        {
            context.Abort(); // Nobody waits for an answer any more.
        }
        catch (StorageException fault)
        {
            CollectorLog.StorageFailed(logger, fault);
            await Answer.LaterAsync(context, 503, "storageFailed", ComeBackAfterFault).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            await Answer.LaterAsync(context, 503, "stopping", ComeBackAfterFault).ConfigureAwait(false);
        }
        finally
        {
            inFlight.Release(room);
        }
    }

    private static bool IsGone(HttpContext context, Exception exception) =>
        exception is IOException || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private static async Task ReadAndHandleAsync(HttpContext context, int bodyLimit, Func<ReadOnlyMemory<byte>, Task> handle)
    {
        var (body, refusal) = bodyLimit == 0
            ? (default, null)
            : await BodyReader.ReadAsync(context.Request, bodyLimit, context.RequestAborted).ConfigureAwait(false);
        await (refusal is null ? handle(body) : Answer.RefusedAsync(context, refusal)).ConfigureAwait(false);
    }
}
