using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>One fact that can be handed to a platform, again and in any order.</summary>
internal sealed record LawFact(string Text, Func<CustomerDataPlatform, Task> HandInAsync, bool IsRefusal = false)
{
    /// <summary>The event it is; null for an act of consent.</summary>
    public CustomerEvent? Said { get; private init; }

    public override string ToString() => Text;

    public static LawFact Event(CustomerEvent customerEvent) => new(
        $"{customerEvent.EventName} {customerEvent.MessageId} {string.Join('+', customerEvent.Identifiers.Select(who => who.Value))} " +
        $"{customerEvent.Source} {customerEvent.Timestamp:MM-dd HH:mm} {System.Text.Encoding.UTF8.GetString(customerEvent.Body.ToUtf8().Span)}",
        async cdp =>
        {
            var outcome = await cdp.IngestAsync(customerEvent);
            outcome.Status.ShouldBeOneOf(EventStatus.Accepted, EventStatus.Duplicate);
        }) { Said = customerEvent };

    public static LawFact Act(ConsentAct act, Identifier who, string purpose, DateTimeOffset at, int number) => new(
        $"{act} {who.Value} {purpose} {at:MM-dd HH:mm}",
        async cdp => await cdp.Consent.RecordAsync(new ConsentRecord
        {
            Act = act, Subject = who, Purpose = purpose, OccurredAt = at, InteractionId = $"i{number}",
        }),
        act.IsRestrictive());
}
