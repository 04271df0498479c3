using System.Collections.Immutable;

namespace FirstParty.Events;

/// <summary>What became of one event that was handed in: nothing is lost without a word.</summary>
public sealed record EventOutcome
{
    private EventOutcome(EventStatus status, string? messageId)
    {
        Status = status;
        MessageId = messageId;
    }

    /// <summary>What became of it.</summary>
    public EventStatus Status { get; }

    /// <summary>The messageId it is known by; null when it was rejected before it had one.</summary>
    public string? MessageId { get; }

    /// <summary>Why, when it was not simply accepted.</summary>
    public EventReason Reason { get; private init; }

    /// <summary>A sentence that names the mend, in English; null when there is nothing to say. Never holds a value.</summary>
    public string? Detail { get; private init; }

    /// <summary>The purpose it was withheld from; null otherwise.</summary>
    public string? Purpose { get; private init; }

    /// <summary>Remarks about parts of the event: traits withheld, omitted or unclassified, identifiers passed over.</summary>
    public ImmutableArray<OutcomeNote> Notes { get; private init; } = [];

    /// <summary>Whether it is now stored, by this call or an earlier one.</summary>
    public bool IsStored => Status is EventStatus.Accepted or EventStatus.Duplicate;

    /// <summary>Stored.</summary>
    public static EventOutcome Accepted(string messageId, ImmutableArray<OutcomeNote> notes = default) =>
        new(EventStatus.Accepted, messageId)
        {
            Notes = notes.IsDefault ? [] : notes,
            Detail = notes.IsDefaultOrEmpty ? null : string.Join(' ', notes),
        };

    /// <summary>The status, the reason and the sentence that names the mend.</summary>
    public override string ToString() =>
        $"{Status}{(Reason == EventReason.None ? "" : $" ({Reason})")}{(Detail is null ? "" : $": {Detail}")}";

    /// <summary>Stored before.</summary>
    public static EventOutcome Duplicate(string messageId) => new(EventStatus.Duplicate, messageId);

    /// <summary>Refused.</summary>
    public static EventOutcome Rejected(string? messageId, EventReason reason, string detail, ImmutableArray<OutcomeNote> notes = default) =>
        new(EventStatus.Rejected, messageId) { Reason = reason, Detail = detail, Notes = notes.IsDefault ? [] : notes };

    /// <summary>Refused on the person's behalf.</summary>
    public static EventOutcome Withheld(string messageId, string purpose, string detail) =>
        new(EventStatus.Withheld, messageId) { Reason = EventReason.PurposeNotPermitted, Purpose = purpose, Detail = detail };

    /// <summary>Set aside.</summary>
    public static EventOutcome Quarantined(string messageId, EventReason reason, string detail) =>
        new(EventStatus.Quarantined, messageId) { Reason = reason, Detail = detail };

    /// <summary>The same outcome with these remarks, besides its own sentence.</summary>
    internal EventOutcome Noting(ImmutableArray<OutcomeNote> notes) => notes.IsEmpty ? this : this with { Notes = notes };
}
