using FirstParty.Events;

namespace FirstParty.Pipeline;

/// <summary>Append: into the log, each fact once, for ever.</summary>
internal sealed class AppendStep(QuarantineRoom room)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        await room.RunAsync(batch, cancellationToken).ConfigureAwait(false);
        var open = batch.Open.ToList();
        if (open.Count > 0)
        {
            var results = await batch.Session.Events.AppendNewAsync([.. open.Select(Log)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < open.Count; i++)
            {
                Close(open[i], results[i], batch);
            }
        }

        var aside = batch.Events
            .Where(pending => pending.Outcome is { Status: EventStatus.Accepted or EventStatus.Quarantined })
            .Select(pending => pending.Aside).OfType<QuarantinedEvent>().ToList();
        if (aside.Count > 0)
        {
            await batch.Session.Quarantine.AddAsync(aside, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Close(PendingEvent pending, AppendResult result, Batch batch)
    {
        switch (result)
        {
            case AppendResult.Appended:
                pending.Accept();
                batch.Appended.Add(pending.Logged!);
                break;
            case AppendResult.Duplicate:
                pending.Duplicate();
                break;
            default:
                pending.Reject(EventReason.MessageIdReused, "This messageId was used before for something else, and the first one stands. Give each event its own.");
                break;
        }
    }

    private static LoggedEvent Log(PendingEvent pending) => pending.Logged = new LoggedEvent
    {
        Id = pending.Id,
        Fingerprint = EventFingerprint.Of(pending.Input, pending.Received.ToUtf8().Span),
        Kind = pending.Input.Kind,
        Name = pending.Input.EventName,
        Anchor = pending.Identifiers[0],
        Identifiers = pending.Input is AliasEvent alias ? [alias.PreviousId, .. pending.Spoken] : pending.Spoken,
        OccurredAt = pending.OccurredAt,
        ReceivedAt = pending.ReceivedAt,
        Properties = pending.Body,
        Context = pending.Context,
        Strength = pending.Input.Strength,
        Party = pending.Classification.Party,
        Explicitness = pending.Classification.Explicitness,
        Sensitivity = pending.Classification.Sensitivity,
        SpecialCategories = pending.Classification.SpecialCategories,
        ConsentSequence = pending.ConsentSequence,
        Stamps = pending.FinalStamps,
        GroupId = (pending.Input as GroupEvent)?.GroupId,
    };
}
