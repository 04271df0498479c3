using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>A remark about one part of an accepted event. Never holds a value.</summary>
/// <param name="Reason">What happened to the part.</param>
/// <param name="Field">The name of the trait, property or identifier namespace.</param>
/// <param name="Purpose">The purpose that was not permitted, where that is the reason.</param>
/// <param name="Refusal">Why an identifier was passed over, where that is what happened.</param>
/// <param name="Position">Where that identifier stands among those that the event carries, from 0; null where it is not among them.</param>
public readonly record struct OutcomeNote(
    EventReason Reason, string Field, string? Purpose = null, IdentifierRefusal Refusal = IdentifierRefusal.None, int? Position = null)
{
    /// <summary>The remark as a sentence that names the mend.</summary>
    public override string ToString() => Reason switch
    {
        EventReason.Quarantined => $"'{Field}' was set aside: the taxonomy does not know it. Define it with Trait(\"{Field}\", …), then ReplayQuarantineAsync.",
        EventReason.UnknownTrait => $"'{Field}' was refused: the taxonomy does not know it. Define it with Trait(\"{Field}\", …).",
        EventReason.Unclassified => $"'{Field}' was kept as unclassified: the taxonomy does not know it.",
        EventReason.PurposeNotPermitted => $"'{Field}' was not kept: the person does not permit '{Purpose}'.",
        EventReason.NoUsableIdentifier =>
            $"The identifier '{Field}'{(Position is { } at ? $", number {at + 1} of the event's," : "")} was passed over: {Refusal.Mend(Field)}",
        EventReason.UnverifiedIdentifier => $"The '{Field}' is a browser's claim that nobody vouches for; the event counts for its visitor alone.",
        EventReason.SameIdentifier => $"Both are the same '{Field}', so there was nothing to join.",
        EventReason.KeptApart => $"The '{Field}' was not joined: a separation stands between them. MapAsync shows it; RetractAsync takes it back.",
        EventReason.NotJoined => $"The '{Field}' was not joined: stronger or newer ties came first, or it met too many others. MapAsync shows which.",
        EventReason.JustificationMissing => $"'{Field}' was not kept: a national identification number needs a justification in its definition.",
        EventReason.SchemaViolation => $"'{Field}' does not fit the definition's schema.",
        _ => $"'{Field}': {Reason}.",
    };
}
