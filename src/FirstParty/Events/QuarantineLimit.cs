namespace FirstParty.Events;

/// <summary>How much may wait in quarantine, and what becomes of the rest. Unclassified data of people is not hoarded.</summary>
/// <param name="Capacity">How many events may wait; from 1. 100,000 by default.</param>
/// <param name="WhenFull">What becomes of further ones.</param>
public sealed record QuarantineLimit(int Capacity = 100_000, QuarantineOverflow WhenFull = QuarantineOverflow.RefuseNew);
