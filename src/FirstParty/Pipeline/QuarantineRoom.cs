using FirstParty.Diagnostics;
using FirstParty.Events;

namespace FirstParty.Pipeline;

/// <summary>Keeps the quarantine within its limit: makes room by dropping the oldest, or refuses the new, as the host has set.</summary>
internal sealed class QuarantineRoom(QuarantineLimit limit)
{
    private long _dropped;

    /// <summary>How many waiting events have made room since the platform was opened.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Decides which of a batch's events may wait; the others are told that they may not.</summary>
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var coming = batch.Events.Where(pending => pending is { Aside: not null, IsWaiting: false } && IsToWait(pending)).ToList();
        if (coming.Count == 0)
        {
            return;
        }

        var waiting = await batch.Session.Quarantine.CountAsync(cancellationToken).ConfigureAwait(false);
        var room = Math.Max(0, limit.Capacity - waiting);
        if (coming.Count > room && limit.WhenFull == QuarantineOverflow.DropOldest)
        {
            await DropAsync(batch, Math.Min(waiting, coming.Count - room), cancellationToken).ConfigureAwait(false);
            room = limit.Capacity;
        }

        foreach (var pending in coming.Skip(room))
        {
            Refuse(pending);
        }
    }

    private static bool IsToWait(PendingEvent pending) => pending.IsOpen || pending.Outcome!.Status == EventStatus.Quarantined;

    private static void Refuse(PendingEvent pending)
    {
        pending.Aside = null;
        for (var index = 0; index < pending.Notes.Count; index++)
        {
            if (pending.Notes[index].Reason == EventReason.Quarantined)
            {
                pending.Notes[index] = pending.Notes[index] with { Reason = EventReason.QuarantineFull };
            }
        }

        if (!pending.IsOpen || pending.Traits.Count == 0)
        {
            pending.Reject(EventReason.QuarantineFull, "The taxonomy does not know it, and no more can be set aside. Define it, or replay the quarantine.");
        }
    }

    private async ValueTask DropAsync(Batch batch, int count, CancellationToken cancellationToken)
    {
        var oldest = await batch.Session.Quarantine.ReadAsync(count, cancellationToken).ConfigureAwait(false);
        await batch.Session.Quarantine.RemoveAsync([.. oldest.Select(waiting => waiting.Id)], cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _dropped, oldest.Count);
        Telemetry.QuarantineDropped(oldest.Count);
    }
}
