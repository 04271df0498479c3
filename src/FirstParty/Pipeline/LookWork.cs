using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Writes what a look beside the writer has found, if that still holds. Where events have come since, what was found is written as of then and the look
/// stays awaited; where anything else has changed, nothing is written.
/// </summary>
internal sealed class LookWork(LineParts parts, JudgedLook judged) : WriterWork
{
    /// <summary>Whether what was found has been written.</summary>
    public bool IsDone { get; private set; }

    public override bool KeepsMemory => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var batch = judged.Batch;
        var now = await LookStamp.ReadAsync(session, [.. batch.DueAt.Keys], parts, holds: true, cancellationToken).ConfigureAwait(false);
        IsDone = ReferenceEquals(parts.Rules.Edition, judged.Edition)
            && parts.People.Clearings == judged.Clearings
            && now.Continues(judged.Rests);
        if (!IsDone)
        {
            return;
        }

        var isCurrent = now.IsUnchangedSince(judged.Rests);
        await parts.Line.WriteAsync(batch, isCurrent ? batch.Update : StillAwaiting(batch, now), session, cancellationToken).ConfigureAwait(false);
        foreach (var profile in batch.DueAt.Keys)
        {
            parts.People.Forget(profile);
        }

        foreach (var person in isCurrent && !parts.People.IsShared ? batch.Rememberable : [])
        {
            parts.People.Remember(person, component: default); // Where others write too, only whoever was loaded while held is remembered.
        }
    }

    // The judgement of these profiles is as old as its snapshot: another look takes in what came since.
    private static SegmentUpdate StillAwaiting(Batch batch, LookStamp now)
    {
        var update = batch.Update ?? new SegmentUpdate();
        return update with
        {
            Awaited = [.. batch.DueAt.Keys.Select(profile =>
                now.Awaited.GetValueOrDefault(profile) ?? new AwaitedLook(profile, batch.Now, SegmentChangeCause.Time))],
        };
    }
}
