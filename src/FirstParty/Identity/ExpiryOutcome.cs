namespace FirstParty.Identity;

/// <summary>What came of letting old ties go.</summary>
/// <param name="Act">The id of the logged act.</param>
/// <param name="AsOf">The instant that ages are measured against from now on: the latest that was ever logged and stands. UTC.</param>
/// <param name="Looked">How many links were old enough to be looked at.</param>
/// <param name="Expired">How many of them no event is young enough to hold any longer.</param>
/// <param name="Parted">How often a profile was split or an identifier moved to another.</param>
public sealed record ExpiryOutcome(FactId Act, DateTimeOffset AsOf, int Looked, int Expired, int Parted);
