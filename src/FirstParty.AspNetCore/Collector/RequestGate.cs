using FirstParty.AspNetCore.Visitors;
using FirstParty.AspNetCore.Wire;
using FirstParty.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Collector;

/// <summary>
/// Stands before every endpoint that costs something: turns away what is too much before memory grows, and turns faults into answers that
/// make clients come again.
/// </summary>
internal sealed class RequestGate(CustomerDataPlatform platform, RequestLimits limits, BytesInFlight inFlight, OriginRules origins, VisitorCookie cookie, ILogger logger)
{
    private const int ComeBackAfterFault = 5;

    /// <summary>Reads the body and hands it on, unless there is reason not to; pages of other origins may read the answer as the rules say.</summary>
    public Task PassAsync(HttpContext context, int bodyLimit, Func<ReadOnlyMemory<byte>, Task> handle)
    {
        origins.Allow(context);
        return PassUnsharedAsync(context, bodyLimit, handle);
    }

    /// <summary>As <see cref="PassAsync"/>, for answers that no page's script reads.</summary>
    public async Task PassUnsharedAsync(HttpContext context, int bodyLimit, Func<ReadOnlyMemory<byte>, Task> handle)
    {
        if (!Admits(context, out var reason, out var seconds))
        {
            await LaterAsync(context, reason, seconds).ConfigureAwait(false);
            return;
        }

        using var body = new PooledBody(bodyLimit, inFlight);
        try
        {
            await cookie.ReadyAsync(context.RequestAborted).ConfigureAwait(false);
            await ReadAndHandleAsync(context, bodyLimit, body, handle).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsGone(context, exception))
        {
            context.Abort(); // Nobody waits for an answer any more.
        }
        catch (StorageException fault)
        {
            CollectorLog.StorageFailed(logger, fault);
            await FailedAsync(context, "storageFailed").ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            await FailedAsync(context, "stopping").ConfigureAwait(false);
        }
    }

    /// <summary>Whether this request, and the platform behind it, may be asked for anything now.</summary>
    public bool Admits(HttpContext context, out string reason, out int seconds)
    {
        reason = "tooManyRequests";
        if (!limits.TryTake(context, out seconds))
        {
            return false;
        }

        (reason, seconds) = ("saturated", 1);
        return !platform.IsSaturated;
    }

    /// <summary>Whether the request's visitor may have so much stored; if not, it has been answered.</summary>
    public async ValueTask<bool> AdmitsAsync(HttpContext context, int events, int bytes)
    {
        if (limits.TryTake(context, events, bytes, out var seconds))
        {
            return true;
        }

        await LaterAsync(context, "tooManyEvents", seconds).ConfigureAwait(false);
        return false;
    }

    private static bool IsGone(HttpContext context, Exception exception) =>
        exception is IOException || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private Task LaterAsync(HttpContext context, string reason, int seconds) =>
        Answer.LaterAsync(context, StatusCodes.Status429TooManyRequests, reason, seconds, platform.Time.GetUtcNow());

    private Task FailedAsync(HttpContext context, string reason) =>
        Answer.LaterAsync(context, StatusCodes.Status503ServiceUnavailable, reason, ComeBackAfterFault, platform.Time.GetUtcNow());

    private async Task ReadAndHandleAsync(HttpContext context, int bodyLimit, PooledBody body, Func<ReadOnlyMemory<byte>, Task> handle)
    {
        var refusal = bodyLimit == 0 ? null : await BodyReader.ReadAsync(context.Request, bodyLimit, body, context.RequestAborted).ConfigureAwait(false);
        if (refusal is not null)
        {
            await (refusal.Status == StatusCodes.Status429TooManyRequests
                ? LaterAsync(context, refusal.Reason, 1)
                : Answer.RefusedAsync(context, refusal)).ConfigureAwait(false);
            return;
        }

        var bytes = body.ToArray();
        body.ReturnBuffer();
        await handle(bytes).ConfigureAwait(false);
    }
}
