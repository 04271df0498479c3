using System.Collections.Immutable;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What reading one item gave: the event to hand on, or the outcome that it already has; exactly one of the two.</summary>
/// <param name="Event">The event, or null.</param>
/// <param name="Refusal">The outcome, or null.</param>
/// <param name="IsReset">Whether the item says that the person has left this browser.</param>
/// <param name="Consent">The consent that the event states, or null.</param>
/// <param name="PassedOver">Remarks upon identifiers that were left out before the event was handed on; empty or default for none.</param>
internal readonly record struct ReadItem(
    CustomerEvent? Event,
    EventOutcome? Refusal,
    bool IsReset = false,
    StatedConsent? Consent = null,
    ImmutableArray<OutcomeNote> PassedOver = default)
{
    /// <summary>The outcome, with a note for each identifier that was passed over.</summary>
    public EventOutcome Annotate(EventOutcome outcome) => PassedOver.IsDefaultOrEmpty || outcome is not { Status: EventStatus.Accepted, MessageId: { } id }
        ? outcome
        : EventOutcome.Accepted(id, outcome.Notes.AddRange(PassedOver));
}
