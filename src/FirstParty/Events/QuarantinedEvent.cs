using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>An event that the taxonomy did not know, kept aside as it came until a definition claims it.</summary>
/// <param name="Id">The fact it will be.</param>
/// <param name="Event">The event as it was handed in, source and messageId filled in.</param>
/// <param name="ReceivedAt">When it was received. UTC.</param>
/// <param name="Reason">Why it was set aside.</param>
public sealed record QuarantinedEvent(FactId Id, CustomerEvent Event, DateTimeOffset ReceivedAt, EventReason Reason)
{
    /// <summary>The natural ids of everybody whom it names, normalised as they were when it came: what an erasure finds it by.</summary>
    public ImmutableArray<ProfileId> People { get; init; } = [];
}
