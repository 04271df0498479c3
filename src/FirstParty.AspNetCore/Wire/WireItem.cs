using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>One event of a request, still as bytes.</summary>
/// <param name="Json">Its JSON, a slice of the request's body.</param>
/// <param name="Problem">What makes it unreadable; <see cref="EventReason.None"/> when it may be read.</param>
internal readonly record struct WireItem(ReadOnlyMemory<byte> Json, EventReason Problem);
