namespace FirstParty.Consent.Signals;

/// <summary>What a signal says of one purpose.</summary>
/// <param name="Purpose">The purpose's id.</param>
/// <param name="Act">Granted, Denied, Objected, OptedOut, or Asked when notice was given and no objection made.</param>
public readonly record struct SignalledPurpose(string Purpose, ConsentAct Act);
