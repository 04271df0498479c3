namespace FirstParty.Profiles;

/// <summary>One claim of a trait, and why its value survives or does not.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Step">
/// The first comparison by which it lost to the winner: <c>staleness</c>, <c>party</c>, <c>explicitness</c>, <c>source</c>, <c>time</c>, <c>value</c>,
/// <c>fact</c>, <c>votes</c>, <c>superseded</c> (the same identifier said something later) or <c>restriction</c>. Null unless it lost.
/// </param>
public sealed record ExplainedClaim(TraitClaim Claim, ClaimFate Fate, string? Step);
