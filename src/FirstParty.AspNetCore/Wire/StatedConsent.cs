using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What an event of a Segment client says that its person agreed to.</summary>
/// <param name="Subject">Whose consent it is, as far as the sender may speak for somebody: the device's own, or, by a secret key, the user's.</param>
/// <param name="Categories">Each category and whether it is permitted.</param>
/// <param name="OccurredAt">When the event that says so happened, by the client's clock; null means now.</param>
/// <param name="SentAt">When it was sent, by the same clock; null corrects nothing.</param>
/// <param name="MessageId">The event's messageId, or null.</param>
internal sealed record StatedConsent(
    Identifier Subject, IReadOnlyDictionary<string, bool> Categories, DateTimeOffset? OccurredAt, DateTimeOffset? SentAt, string? MessageId);
