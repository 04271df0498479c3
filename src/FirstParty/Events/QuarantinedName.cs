namespace FirstParty.Events;

/// <summary>Waiting events that share a name, a source and a reason.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Source">The source that sent them.</param>
/// <param name="Reason">Why they wait.</param>
/// <param name="Events">How many there are.</param>
/// <param name="Oldest">When the oldest was received. UTC.</param>
public sealed record QuarantinedName(string Name, string Source, EventReason Reason, int Events, DateTimeOffset Oldest);
