using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>One event on its way down the line. Each step fills in its part or closes the event with an outcome.</summary>
internal sealed class PendingEvent(CustomerEvent input, DateTimeOffset receivedAt)
{
    private List<PendingTrait>? _traits;
    private List<OutcomeNote>? _notes;
    private List<PropertyStamp>? _stamps;

    public CustomerEvent Input { get; } = input;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>What became of it, once that is known.</summary>
    public EventOutcome? Outcome { get; private set; }

    /// <summary>Whether the next step still has to look at it.</summary>
    public bool IsOpen => Outcome is null;

    // Received.
    public string MessageId { get; set; } = "";

    public string Source { get; set; } = "";

    public FactId Id { get; set; }

    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>The body as it came, written once.</summary>
    public Attributes Received { get; set; } = Attributes.Empty;

    /// <summary>The context as it came, written once; without what was refused of it.</summary>
    public Attributes Context { get; set; } = Attributes.Empty;

    /// <summary>The usable identifiers, normalised, strongest first.</summary>
    public ImmutableArray<Identifier> Identifiers { get; set; } = [];

    /// <summary>Everybody whom it names: <see cref="Identifiers"/>, and the id that an alias call continues.</summary>
    public ImmutableArray<Identifier> Named { get; set; } = [];

    /// <summary>Whether it waits in quarantine already, and is only tried again.</summary>
    public bool IsWaiting { get; init; }

    // Classified.
    public Classification Classification { get; set; }

    /// <summary>The body that is kept, and how each of its traits is classified when they are traits of a person.</summary>
    public Attributes Body { get; set; } = Attributes.Empty;

    public List<PendingTrait> Traits => _traits ??= [];

    public bool HasTraits => _traits is { Count: > 0 };

    /// <summary>What of it waits in quarantine, if the rest of it is taken or it waits as a whole.</summary>
    public QuarantinedEvent? Aside { get; set; }

    public List<OutcomeNote> Notes => _notes ??= [];

    /// <summary>The remarks upon identifiers that cannot be used: they hold whatever becomes of the event.</summary>
    private ImmutableArray<OutcomeNote> PassedOver =>
        _notes is null ? [] : [.. _notes.Where(note => note.Reason == EventReason.NoUsableIdentifier)];

    /// <summary>What in its context could name its person, and is collected for a purpose.</summary>
    public ImmutableArray<ContextClaim> ContextClaims { get; set; } = [];

    // Decided.
    /// <summary>The person whom the writer remembers by all its identifiers, if that is one.</summary>
    public LivePerson? Person { get; set; }

    /// <summary>What the person behind it has said, where that is asked.</summary>
    public SubjectConsent? Consent { get; set; }

    /// <summary>The identifiers that are kept of it, as they were handed in.</summary>
    public ImmutableArray<Identifier> Spoken { get; set; } = input.Identifiers;

    public long? ConsentSequence { get; set; }

    public List<PropertyStamp> Stamps => _stamps ??= [];

    /// <summary>The same, once there are no more to come.</summary>
    public ImmutableArray<PropertyStamp> FinalStamps => _stamps is null ? [] : [.. _stamps];

    // Appended.
    public LoggedEvent? Logged { get; set; }

    public void Reject(EventReason reason, string detail) =>
        Outcome = EventOutcome.Rejected(MessageId.Length == 0 ? Input.MessageId : MessageId, reason, detail, [.. Notes]);

    public void Withhold(string purpose) => Outcome = EventOutcome.Withheld(
        MessageId, purpose, $"The person does not permit '{purpose}', the purpose that this is collected for. Ask for consent first.").Noting(PassedOver);

    public void Quarantine(EventReason reason, string detail) => Outcome = EventOutcome.Quarantined(MessageId, reason, detail).Noting(PassedOver);

    public void Duplicate() => Outcome = EventOutcome.Duplicate(MessageId).Noting(PassedOver);

    public void Accept() => Outcome = EventOutcome.Accepted(MessageId, _notes is null ? [] : [.. _notes]);
}
