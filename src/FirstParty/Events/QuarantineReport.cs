using System.Collections.Immutable;

namespace FirstParty.Events;

/// <summary>What waits in quarantine, by what it is called: enough to write the missing definitions; no identifiers and no properties.</summary>
/// <param name="Waiting">How many events wait.</param>
/// <param name="Dropped">How many have made room for newer ones since the platform was opened.</param>
/// <param name="Names">The kinds of events that were looked at, the most frequent first.</param>
public sealed record QuarantineReport(int Waiting, long Dropped, ImmutableArray<QuarantinedName> Names);
