namespace FirstParty.Events;

/// <summary>
/// By what an erased fact is recognised when it comes again: the first 16 bytes of an HMAC of its id under a key that only this store has. Nobody
/// can tell from it what the fact was, or whose.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct FactMark(UInt128 Value);
