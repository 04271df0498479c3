using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>A fact that the log holds and of which nobody has said yet whose it is.</summary>
/// <param name="Id">The fact.</param>
/// <param name="Anchor">The natural id of the identifier that its event is anchored to.</param>
/// <param name="ReceivedAt">When it came; the oldest are resolved first. UTC.</param>
public readonly record struct UnresolvedFact(FactId Id, ProfileId Anchor, DateTimeOffset ReceivedAt);
