using FirstParty.Diagnostics;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Lets go what is too old by the latest logged instant: finds it page by page in reading sessions of their own, and has it judged in small works between
/// the batches of ingest. Runs at every start too, because a process may have died on the way.
/// </summary>
/// <param name="read">Begins a reading session.</param>
/// <param name="submit">Hands a work to the writer.</param>
/// <param name="parts">The parts of the writer's line.</param>
internal sealed class ExpirySweep(
    Func<CancellationToken, ValueTask<StorageSession>> read, Func<WriterWork, CancellationToken, ValueTask> submit, LineParts parts) : IAsyncDisposable
{
    private const int Page = 1_000;
    private const int Slice = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>What an earlier run of the process may have left unfinished; null where nothing expires, or nothing ever did.</summary>
    public ValueTask<ExpireAssertion?> FindAsync(StorageSession session, CancellationToken cancellationToken) =>
        parts.IdentityRules.Namespaces.Any(rule => rule.ExpiresAfter is not null) ? LastAsync(session, cancellationToken) : new((ExpireAssertion?)null);

    /// <summary>Takes up what was left, and goes on trying while the store fails. What is logged from now on is its caller's to count.</summary>
    public void Start(ExpireAssertion? left) =>
        _running = left is null ? Task.CompletedTask : Task.Run(() => ResumeAsync(left));

    /// <summary>Lets go what is too old.</summary>
    /// <param name="act">The act that set it off; an earlier one may be later in time, and counts then.</param>
    /// <param name="cancellationToken">Stops between two slices; the next sweep goes on.</param>
    public async ValueTask<ExpiryOutcome> RunAsync(ExpireAssertion act, CancellationToken cancellationToken) =>
        await LastAsync(cancellationToken).ConfigureAwait(false) is { } last
            ? await RunAsync(act.Id, last.AsOf, cancellationToken).ConfigureAwait(false)
            : new ExpiryOutcome(act.Id, act.AsOf, 0, 0, 0); // Taken back meanwhile.

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stopping.Dispose();
        }
    }

    private async ValueTask<ExpiryOutcome> RunAsync(FactId act, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var outcome = new ExpiryOutcome(act, asOf, 0, 0, 0);
        for (var walk = parts.Resolver.Review(asOf, takenBack: false); !walk.IsOver;)
        {
            foreach (var slice in (await NextAsync(walk.NextAsync, cancellationToken).ConfigureAwait(false)).Chunk(Slice))
            {
                var work = new ExpiryWork(slice, parts);
                await submit(work, cancellationToken).ConfigureAwait(false);
                outcome = outcome with
                {
                    Looked = outcome.Looked + slice.Length,
                    Expired = outcome.Expired + work.Expired,
                    Parted = outcome.Parted + work.History.Count(entry => entry.Kind is ResolutionEntryKind.Split or ResolutionEntryKind.Moved),
                };
            }
        }

        return outcome;
    }

    private async Task ResumeAsync(ExpireAssertion last)
    {
        while (true)
        {
            try
            {
                await RunAsync(last.Id, last.AsOf, _stopping.Token).ConfigureAwait(false);
                return;
            }
            catch (StorageException)
            {
                Telemetry.RefreshFailed(); // Those who write learn of it.
                await Task.Delay(Patience, parts.Time, _stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ExpireAssertion?> LastAsync(CancellationToken cancellationToken)
    {
        var session = await read(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await LastAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<ExpireAssertion?> LastAsync(StorageSession session, CancellationToken cancellationToken)
    {
        var found = await session.Identity.FindAsync(new GraphQuery { Expiries = 1 }, cancellationToken).ConfigureAwait(false);
        return found.Acts.OfType<ExpireAssertion>().FirstOrDefault();
    }

    private async ValueTask<IReadOnlyList<GraphPair>> NextAsync(
        Func<IdentityGraph, int, CancellationToken, ValueTask<IReadOnlyList<GraphPair>>> next, CancellationToken cancellationToken)
    {
        var session = await read(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await next(session.Identity, Page, cancellationToken).ConfigureAwait(false);
        }
    }
}
