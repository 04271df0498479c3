namespace FirstParty.Profiles;

/// <summary>One step in telling which of two claims wins.</summary>
internal sealed record ClaimComparison(string Name, Comparison<TraitClaim> Compare);
