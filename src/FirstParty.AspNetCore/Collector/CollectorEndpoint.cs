using FirstParty.AspNetCore.Requests;
using FirstParty.AspNetCore.Visitors;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Takes in events: gate → body → sender → visitor → events → platform → outcomes. Reads like that line.</summary>
internal sealed class CollectorEndpoint(
    CustomerDataPlatform platform,
    CollectorOptions options,
    VisitorOptions visitorOptions,
    RequestGate gate,
    SenderDirectory senders,
    VisitorRecognition visitors,
    VisitorCookie cookie,
    SignalRecorder signals,
    StatedConsents stated,
    RequestFacts facts)
{
    /// <summary>Handles a call of one kind, or, with no kind, a batch.</summary>
    public Task HandleAsync(HttpContext context, EventKind? kind) =>
        gate.PassAsync(context, WireLimits.MaxBatchBytes, body => TakeAsync(context, body, kind));

    /// <summary>Segment's clients report on themselves here; it is taken and forgotten.</summary>
    public Task HandleMetricsAsync(HttpContext context) =>
        gate.PassAsync(context, WireLimits.MaxEventBytes, _ => Answer.JsonAsync(context, 200, writer => writer.WriteBoolean("success", true)));

    private async Task TakeAsync(HttpContext context, ReadOnlyMemory<byte> body, EventKind? kind)
    {
        if (EnvelopeReader.TryRead(body, isBatch: kind is null, out var envelope) is { } refusal)
        {
            await Answer.RefusedAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        if (senders.TryFind(context.Request, envelope.WriteKey, out var sender) is { } stranger)
        {
            await Answer.RefusedAsync(context, stranger).ConfigureAwait(false);
            return;
        }

        if (sender!.Trust == SenderTrust.Visitor && !await gate.AdmitsAsync(context, envelope.Items.Count, body.Length).ConfigureAwait(false))
        {
            return;
        }

        CollectorMetrics.DroppedByClient(envelope.ClientDropped);
        var agent = UserAgent.Parse(RequestFacts.IsBrowser(context.Request, sender.Trust) ? context.Request.Headers.UserAgent.ToString() : null);
        if (agent.IsBot)
        {
            CollectorMetrics.Bot(options.Bots, envelope.Items.Count);
            if (options.Bots == BotPolicy.Drop)
            {
                await Answer.OutcomesAsync(context, []).ConfigureAwait(false);
                return;
            }
        }

        var visitor = await RecogniseAsync(context, sender, envelope).ConfigureAwait(false);
        var origin = new EventOrigin(sender)
        {
            Visitor = visitor,
            SignedIn = sender.Trust == SenderTrust.Visitor ? visitorOptions.SignedIn(context) : null,
            BelievesClaims = visitorOptions.BelieveClaims,
            PromotesTraits = options.PromoteTraits,
            ExternalNamespaces = (IReadOnlyDictionary<string, string>)options.ExternalIds,
            Additions = await facts.ObserveAsync(context, sender.Trust, agent).ConfigureAwait(false),
        };
        var isHost = sender.Trust == SenderTrust.Host;
        await Answer.OutcomesAsync(
            context, await IngestAsync(context, new EventReader(envelope, origin), envelope, kind, isHost).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async ValueTask<Identifier?> RecogniseAsync(HttpContext context, Sender sender, Envelope envelope)
    {
        if (sender.Trust != SenderTrust.Visitor)
        {
            return null;
        }

        var pageId = envelope.IsCookieless && envelope.Items.Count > 0 && envelope.Items[0].Problem == EventReason.None
            ? FieldReader.Read(envelope.Items[0].Json).AnonymousId
            : null;
        var visitor = visitors.Recognise(context, envelope.IsCookieless, pageId);
        if (visitor is { } known && options.RecordGlobalPrivacyControl)
        {
            await signals.RecordAsync(context.Request, known, context.RequestAborted).ConfigureAwait(false);
        }

        return visitor;
    }

    private async ValueTask<IReadOnlyList<EventOutcome>> IngestAsync(
        HttpContext context, EventReader reader, Envelope envelope, EventKind? kind, bool isHost)
    {
        var outcomes = new EventOutcome[envelope.Items.Count];
        var events = new List<CustomerEvent>(outcomes.Length);
        var places = new List<(int At, ReadItem Read)>(outcomes.Length);
        var consents = new List<StatedConsent>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            var read = reader.Read(envelope.Items[i], kind);
            if (read.Event is { } taken)
            {
                events.Add(taken);
                places.Add((i, read));
                consents.AddRange(read.Consent is { } consent ? [consent] : []);
            }
            else
            {
                outcomes[i] = read.Refusal!;
                CollectorMetrics.Settled(outcomes[i]);
            }

            if (read.IsReset)
            {
                cookie.Issue(context); // From the next request on the browser is somebody new.
            }
        }

        await stated.RecordAsync(consents, context.RequestAborted).ConfigureAwait(false);
        var stored = events.Count == 0 ? [] : await platform.IngestAsync(events, context.RequestAborted).ConfigureAwait(false);
        for (var i = 0; i < stored.Count; i++)
        {
            CollectorMetrics.Settled(stored[i]);
            outcomes[places[i].At] = places[i].Read.Annotate(isHost ? stored[i] : PublicOutcome.Of(stored[i]));
        }

        return outcomes;
    }
}
