using System.Collections.Immutable;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Visitors;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Turns the items of one request into events, each on its own: no item's fault touches another.</summary>
internal sealed class EventReader(Envelope envelope, EventOrigin origin)
{
    private const int MaxNameLength = 200;

    private readonly ContextMerger _contexts = new(envelope, origin.Additions);

    /// <summary>Reads one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="kindOfPath">The kind that the request's path names; null when the item's own <c>type</c> does.</param>
    public ReadItem Read(WireItem item, EventKind? kindOfPath)
    {
        if (item.Problem != EventReason.None)
        {
            return Refuse(FieldReader.MessageIdOf(item.Json), item.Problem, Explain(item.Problem));
        }

        var fields = FieldReader.Read(item.Json);
        if (fields.MessageId?.Length > CustomerEvent.MaxMessageIdLength)
        {
            return Refuse(null, EventReason.InvalidMessageId, $"A messageId has at most {CustomerEvent.MaxMessageIdLength} characters.");
        }

        if (fields.WrongField is { } field)
        {
            return Refuse(fields.MessageId, EventReason.WrongType, $"The field {field} has the wrong type.");
        }

        if (fields.Type == "reset" && origin.Sender.Trust == SenderTrust.Visitor)
        {
            return new ReadItem(null, EventOutcome.Accepted(fields.MessageId ?? string.Empty), IsReset: origin.Visitor is not null);
        }

        if ((kindOfPath ?? KindOf(fields.Type)) is not { } kind)
        {
            return Refuse(fields.MessageId, EventReason.UnknownKind, "The type is none of track, identify, page, screen, group and alias.");
        }

        return ReadEvent(fields, kind);
    }

    private ReadItem ReadEvent(WireFields fields, EventKind kind)
    {
        if (!TryReadInstant(fields.Timestamp ?? fields.OriginalTimestamp, out var timestamp))
        {
            return Refuse(fields.MessageId, EventReason.InvalidTimestamp, "The timestamp is not an instant in ISO 8601.");
        }

        if (!origin.NamesIds && kind != EventKind.Identify && fields.MessageId is null && fields.UserId == (fields.Event ?? fields.Name))
        {
            fields.UserId = null; // The stub, which speaks when the script never came, cannot tell a name from an id, and sends it as both.
        }

        var own = ContextFacts.Read(fields.Context);
        var identifiers = WireIdentifiers.Of(fields, kind, own, _contexts.SharedFacts, origin, out var passedOver);
        if (identifiers.IsEmpty)
        {
            return passedOver.Any(note => note.Reason == EventReason.NoUsableIdentifier)
                ? new ReadItem(null, EventOutcome.Rejected(
                    fields.MessageId, EventReason.NoUsableIdentifier, $"The event would belong to nobody. {string.Join(' ', passedOver)}", passedOver))
                : Refuse(fields.MessageId, EventReason.MissingIdentifier, "There is neither a userId nor an anonymousId.");
        }

        if (Incomplete(fields, kind) is { } refusal)
        {
            return refusal;
        }

        var read = Shared(Build(fields, kind), fields, identifiers, timestamp, own);
        return new ReadItem(read, null, Consent: ConsentIn(read, own.Consent ?? _contexts.SharedFacts.Consent), PassedOver: passedOver);
    }

    /// <summary>
    /// The consent that an event states. The snippet's own acts have an endpoint of their own; a public key speaks for the device that it names and
    /// for nobody's account; a secret key is believed of the user.
    /// </summary>
    private StatedConsent? ConsentIn(CustomerEvent read, IReadOnlyDictionary<string, bool>? categories)
    {
        if (categories is null || origin.Sender.Trust == SenderTrust.Visitor)
        {
            return null;
        }

        string[] mayAct = origin.Sender.Trust == SenderTrust.Host
            ? [IdentifierNamespace.UserId, IdentifierNamespace.AnonymousId]
            : [IdentifierNamespace.AnonymousId];
        var subject = mayAct.SelectMany(space => read.Identifiers.Where(identifier => identifier.Namespace == space))
            .Select(identifier => (Identifier?)identifier).FirstOrDefault();
        return subject is { } who ? new StatedConsent(who, categories, read.Timestamp, read.SentAt, read.MessageId) : null;
    }

    private ReadItem? Incomplete(WireFields fields, EventKind kind) => kind switch
    {
        EventKind.Track when fields.Event is null or { Length: > MaxNameLength } =>
            Refuse(fields.MessageId, EventReason.InvalidName, $"A track call names its event in 1 to {MaxNameLength} characters."),
        EventKind.Group when !IsIdentifier(fields.GroupId) =>
            Refuse(fields.MessageId, EventReason.MissingIdentifier, "A group call has a groupId."),
        EventKind.Alias when !IsIdentifier(fields.UserId) || PreviousId(fields) is null =>
            Refuse(fields.MessageId, EventReason.MissingIdentifier, "An alias call has a userId and a previousId."),
        EventKind.Alias when origin.Sender.Trust != SenderTrust.Host && PreviousId(fields)!.Value.Namespace == IdentifierNamespace.UserId =>
            Refuse(fields.MessageId, EventReason.ConflictingIdentifiers, "An alias of one user to another needs a key that the host keeps secret."),
        _ => null,
    };

    private CustomerEvent Build(WireFields fields, EventKind kind) => kind switch
    {
        EventKind.Track => new TrackEvent { Name = fields.Event!, Properties = Slice(fields.Properties) },
        EventKind.Identify => new IdentifyEvent { Traits = Slice(fields.Traits) },
        EventKind.Page => new PageEvent { Properties = PageProperties.Of(fields) },
        EventKind.Screen => new ScreenEvent { Properties = PageProperties.Of(fields) },
        EventKind.Group => new GroupEvent { GroupId = fields.GroupId!, Traits = Slice(fields.Traits) },
        _ when origin.Sender.Trust == SenderTrust.Host => new AliasEvent { PreviousId = PreviousId(fields)!.Value },
        _ => new IdentifyEvent(), // Whoever can be anybody only claims to be one: an alias would be believed.
    };

    private CustomerEvent Shared(
        CustomerEvent read, WireFields fields, ImmutableArray<Identifier> identifiers, DateTimeOffset? timestamp, ContextFacts own) => read with
        {
            MessageId = fields.MessageId,
            Source = origin.Sender.Source,
            Identifiers = identifiers,
            Timestamp = timestamp,
            SentAt = TryReadInstant(fields.SentAt, out var sentAt) && sentAt is not null ? sentAt : envelope.SentAt,
            Context = _contexts.Merge(fields, own),
            Strength = origin.SignedIn is { } customer && identifiers.Contains(customer) ? AssertionStrength.Verified : origin.Sender.Strength,
        };

    /// <summary>A browser's alias continues its own visitor and nobody else; other clients name the id, theirs or another user's.</summary>
    private Identifier? PreviousId(WireFields fields)
    {
        if (!origin.NamesIds)
        {
            return origin.Visitor;
        }

        return !IsIdentifier(fields.PreviousId) ? null
            : fields.PreviousId == fields.AnonymousId || VisitorIds.IsReserved(fields.PreviousId!) ? Identifier.AnonymousId(fields.PreviousId!)
            : Identifier.UserId(fields.PreviousId!);
    }

    private static bool IsIdentifier(string? value) => value is { Length: > 0 and <= Identifier.MaxValueLength };

    private static Attributes Slice(ReadOnlyMemory<byte> json) => json.IsEmpty ? Attributes.Empty : Attributes.FromUtf8(json);

    private static bool TryReadInstant(string? text, out DateTimeOffset? instant)
    {
        var isRead = Instants.TryParse(text, out var read);
        instant = isRead ? read : null;
        return isRead || text is null;
    }

    private static EventKind? KindOf(string? type) => type switch
    {
        "track" => EventKind.Track,
        "identify" => EventKind.Identify,
        "page" => EventKind.Page,
        "screen" => EventKind.Screen,
        "group" => EventKind.Group,
        "alias" => EventKind.Alias,
        _ => null,
    };

    private static ReadItem Refuse(string? messageId, EventReason reason, string detail) =>
        new(null, EventOutcome.Rejected(messageId, reason, detail));

    private static string Explain(EventReason problem) => problem switch
    {
        EventReason.TooLarge => $"An event has at most {WireLimits.MaxEventBytes} bytes.",
        EventReason.TooDeep => $"An event is nested at most {WireLimits.MaxDepth} deep.",
        EventReason.InvalidText => "Text holds NUL, half of a surrogate pair or bytes that are not UTF-8.",
        EventReason.NumberOutOfRange => "A number is beyond 7.9e28.",
        _ => "The item is not a JSON object.",
    };
}
