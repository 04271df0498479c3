using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>Receive: is it whole, from a known source, about one person, and when did it happen? Pure.</summary>
internal sealed class ReceiveStep(Taxonomy taxonomy, IdentityRules rules, IdSource ids)
{
    /// <summary>The longest name of an event, in UTF-16 characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The largest body or context, in bytes of JSON.</summary>
    public const int MaxBodyBytes = 32 * 1024;

    private const string TooLarge = "An event has at most 32 KB.";

    public void Run(Batch batch)
    {
        foreach (var pending in batch.Open)
        {
            if (IsWhole(pending))
            {
                Identify(pending);
            }
        }
    }

    private bool IsWhole(PendingEvent pending)
    {
        var input = pending.Input;
        pending.Source = input.Source ?? SourceDefinition.Server;
        pending.MessageId = string.IsNullOrEmpty(input.MessageId) ? ids.Next(pending.ReceivedAt).ToString("D") : input.MessageId;
        pending.OccurredAt = ClockCorrection.OccurredAt(input.Timestamp, input.SentAt, pending.ReceivedAt);
        (pending.Received, pending.Context) = (input.Body.Freeze(), input.Context.Freeze());
        var (reason, detail) = input switch
        {
            { MessageId.Length: > CustomerEvent.MaxMessageIdLength } =>
                (EventReason.InvalidMessageId, $"A messageId has at most {CustomerEvent.MaxMessageIdLength} characters."),
            _ when !taxonomy.Sources.ContainsKey(pending.Source) =>
                (EventReason.UnknownSource, "No source of that name is registered. Register it with Source(name, party)."),
            _ when string.IsNullOrWhiteSpace(input.EventName) || input.EventName.Length > MaxNameLength =>
                (EventReason.InvalidName, $"An event has a name of 1 to {MaxNameLength} characters."),
            _ when pending.OccurredAt < ClockCorrection.Earliest =>
                (EventReason.InvalidTimestamp, "The timestamp lies before the year 1980. Send the true time, or none and it is now."),
            { Identifiers.Length: > CustomerEvent.MaxIdentifiers } =>
                (EventReason.TooManyIdentifiers, $"An event carries at most {CustomerEvent.MaxIdentifiers} identifiers."),
            _ when input.Identifiers.IsDefaultOrEmpty =>
                (EventReason.MissingIdentifier, "Name at least one identifier: a userId, an anonymousId or another."),
            _ when IsTooLarge(pending) => (EventReason.TooLarge, TooLarge),
            _ => (EventReason.None, ""),
        };
        if (reason == EventReason.None)
        {
            (reason, detail) = MakePlain(pending);
        }

        if (reason != EventReason.None)
        {
            pending.Reject(reason, detail);
        }

        return reason == EventReason.None;
    }

    /// <summary>From here on, what the bytes of the event say is what is read of it: no name hides behind an escape or a second value.</summary>
    private static (EventReason Reason, string Detail) MakePlain(PendingEvent pending)
    {
        try
        {
            (pending.Received, pending.Context) = (pending.Received.Plain(), pending.Context.Plain());
        }
        catch (JsonException)
        {
            return (EventReason.InvalidText, "Its properties or context are not JSON that can be stored.");
        }

        return IsTooLarge(pending) ? (EventReason.TooLarge, TooLarge) : (EventReason.None, "");
    }

    private static bool IsTooLarge(PendingEvent pending) =>
        pending.Received.ToUtf8().Length > MaxBodyBytes || pending.Context.ToUtf8().Length > MaxBodyBytes;

    private void Identify(PendingEvent pending)
    {
        pending.Id = FactId.Of(pending.Source, pending.MessageId);
        pending.Identifiers = UsableIdentifiers.Of(rules, pending.Input.Identifiers);
        for (var position = 0; pending.Identifiers.Length != pending.Input.Identifiers.Length && position < pending.Input.Identifiers.Length; position++)
        {
            var raw = pending.Input.Identifiers[position];
            if (RefusalOf(raw) is var refusal and not IdentifierRefusal.None)
            {
                pending.Notes.Add(new OutcomeNote(EventReason.NoUsableIdentifier, raw.Namespace ?? "", Refusal: refusal, Position: position));
            }
        }

        if (pending.Identifiers.IsEmpty)
        {
            pending.Reject(EventReason.NoUsableIdentifier, $"The event would belong to nobody. {string.Join(' ', pending.Notes)}");
        }
        else if (NamesTwoPeople(pending))
        {
            pending.Reject(
                EventReason.ConflictingIdentifiers, "The event carries two values of a unique namespace. Send one event per person.");
        }
        else if (pending.Input is AliasEvent { PreviousId: var former } && !rules.TryNormalise(former, out _, out var refused))
        {
            pending.Notes.Add(new OutcomeNote(EventReason.NoUsableIdentifier, former.Namespace ?? "", Refusal: refused));
            pending.Reject(EventReason.NoUsableIdentifier, $"The previousId, a '{former.Namespace}', cannot be used: {refused.Mend(former.Namespace ?? "")}");
        }

        pending.Named = pending.Input is AliasEvent { PreviousId: var previous }
            ? [.. pending.Identifiers, .. UsableIdentifiers.Of(rules, [previous])]
            : pending.Identifiers;
    }

    private IdentifierRefusal RefusalOf(Identifier raw) =>
        !rules.TryNormalise(raw, out var usable, out var refusal) ? refusal
        : rules.Find(usable.Value.Namespace)!.Entity == IdentifierEntity.Person ? IdentifierRefusal.None
        : IdentifierRefusal.NotAPerson;

    private bool NamesTwoPeople(PendingEvent pending)
    {
        for (var i = 1; i < pending.Identifiers.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (pending.Identifiers[i].Namespace == pending.Identifiers[j].Namespace && rules.Find(pending.Identifiers[i].Namespace)!.Unique)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
