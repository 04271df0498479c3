using FirstParty.Events;

namespace FirstParty.PostgreSql.Tables;

/// <summary>An event at its place in the log.</summary>
/// <param name="Event">The event.</param>
/// <param name="Anchor">The natural id of the identifier that it is anchored to.</param>
/// <param name="Turn">The turn in which it was appended, as <see cref="HoldMarks"/> count them.</param>
internal readonly record struct AnchoredEvent(LoggedEvent Event, Guid Anchor, long Turn);
