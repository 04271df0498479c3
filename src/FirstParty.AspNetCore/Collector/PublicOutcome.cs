using System.Collections.Frozen;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Collector;

/// <summary>
/// What a sender without a secret key is told. Whoever can read a page can send in anybody's name, so its answer follows from the request and the setup
/// alone: an event that is no event is refused by name, and any other is accepted. Whether it was kept, and what its person has permitted, refused or had
/// erased, is between them and the host, who counts and reads the true outcomes.
/// </summary>
internal static class PublicOutcome
{
    /// <summary>What is found in the event itself, before anything stored is looked at. Every other reason is passed over in silence.</summary>
    private static readonly FrozenSet<EventReason> FoundInTheEvent = new[]
    {
        EventReason.MissingIdentifier,
        EventReason.NoUsableIdentifier,
        EventReason.ConflictingIdentifiers,
        EventReason.TooManyIdentifiers,
        EventReason.InvalidMessageId,
        EventReason.UnknownSource,
        EventReason.InvalidName,
        EventReason.MalformedJson,
        EventReason.WrongType,
        EventReason.UnknownKind,
        EventReason.TooLarge,
        EventReason.TooDeep,
        EventReason.InvalidText,
        EventReason.NumberOutOfRange,
        EventReason.InvalidTimestamp,
    }.ToFrozenSet();

    /// <summary>The same outcome, as far as the event itself shows it.</summary>
    public static EventOutcome Of(EventOutcome outcome) =>
        outcome is { Status: EventStatus.Rejected } && FoundInTheEvent.Contains(outcome.Reason)
            ? outcome
            : EventOutcome.Accepted(
                outcome.MessageId ?? string.Empty,
                [.. outcome.Notes.Where(note => note.Reason is EventReason.NoUsableIdentifier or EventReason.UnverifiedIdentifier)]);
}
