using FirstParty.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// The one line that every event walks: receive, classify, decide, append, resolve, apply, evaluate and enqueue. The commit is the writer's, so that
/// all of it happens in one storage transaction or not at all.
/// </summary>
internal sealed class StraightLine(
    ReceiveStep receive,
    HoldStep hold,
    ErasedStep erased,
    ClassifyStep classify,
    DecideStep decide,
    AppendStep append,
    ResolveStep resolve,
    ApplyStep apply,
    EvaluateStep evaluate,
    CurrentRules? shared,
    ResolutionMode mode,
    TimeProvider time,
    int longest)
{
    /// <summary>What others learn of once it is committed.</summary>
    public CommitNotes Notes { get; } = new();

    public async ValueTask WalkAsync(IReadOnlyList<PendingEvent> events, StorageSession session, CancellationToken cancellationToken)
    {
        var batch = new Batch(events, session, ClockCorrection.Truncate(time.GetUtcNow())) { Longest = longest };
        Telemetry.Batch(events.Count);
        using (Telemetry.Step("receive", time))
        {
            receive.Run(batch);
        }

        if (mode == ResolutionMode.Inline)
        {
            await Step("hold", () => hold.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        }

        if (shared is not null)
        {
            await shared.CatchUpAsync(session, cancellationToken).ConfigureAwait(false); // Others may have changed the rules that decide.
        }

        await Step("erased", () => erased.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        using (Telemetry.Step("classify", time))
        {
            classify.Run(batch);
        }

        await Step("derive", () => DeriveStep.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        await Step("decide", () => decide.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        await Step("append", () => append.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        if (mode == ResolutionMode.Inline)
        {
            await ResolveAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await DeferAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        Notes.Add(events);
    }

    /// <summary>Lets facts that have waited longest walk the rest of the line.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels; the session must then be discarded.</param>
    /// <returns>How many walked it.</returns>
    public async ValueTask<int> ResolveWaitingAsync(int count, StorageSession session, CancellationToken cancellationToken)
    {
        var waiting = await session.Unresolved.TakeAsync(count, cancellationToken).ConfigureAwait(false);
        if (waiting.Count > 0)
        {
            var batch = new Batch([], session, ClockCorrection.Truncate(time.GetUtcNow())) { Longest = longest };
            batch.Appended.AddRange(await session.Events.FindAsync([.. waiting.Select(fact => fact.Id)], cancellationToken).ConfigureAwait(false));
            await Step("hold", () => hold.RunAsync(session, batch.Appended, cancellationToken)).ConfigureAwait(false);
            await ResolveAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        return waiting.Count;
    }

    /// <summary>The end of the line, where consent acts, identity acts and the clock join it: apply, evaluate and enqueue.</summary>
    public async ValueTask SettleAsync(Batch batch, CancellationToken cancellationToken)
    {
        await Step("apply", () => apply.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        await Step("evaluate", () => evaluate.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        await Step("enqueue", () => WriteAsync(batch, batch.Update, batch.Session, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Writes what applying and evaluating came to.</summary>
    public async ValueTask WriteAsync(Batch batch, SegmentUpdate? update, StorageSession session, CancellationToken cancellationToken)
    {
        if (batch.Changed.Count + batch.Gone.Count > 0)
        {
            await session.Profiles.SaveAsync(batch.Changed, batch.Gone, cancellationToken).ConfigureAwait(false);
        }

        if (batch.MovedTraits.Count > 0)
        {
            await Notes.WriteAsync(session, new TraitOutboxUpdate { Moves = batch.MovedTraits }, cancellationToken).ConfigureAwait(false);
        }

        if (update is not null)
        {
            await Notes.WriteAsync(session, update, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ResolveAsync(Batch batch, CancellationToken cancellationToken)
    {
        await Step("resolve", () => resolve.RunAsync(batch, cancellationToken)).ConfigureAwait(false);
        await SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask DeferAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Appended.Count > 0)
        {
            await batch.Session.Unresolved.AddAsync(
                [.. batch.Appended.Select(logged => new UnresolvedFact(logged.Id, ProfileId.Of(logged.Anchor), logged.ReceivedAt))], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask Step(string name, Func<ValueTask> step)
    {
        using (Telemetry.Step(name, time))
        {
            await step().ConfigureAwait(false);
        }
    }
}
