using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What reading one item gave: the event to hand on, or the refusal; exactly one of the two.</summary>
internal readonly record struct ReadItem(CustomerEvent? Event, EventOutcome? Refusal);
