namespace FirstParty.Consent;

/// <summary>
/// Keeps the proof of an erased person's consent for as long as a claim may be raised, and no longer: sealed under a key of its own, found by a reference
/// that only the erasure's report tells, seen by no decision, segment or profile.
/// </summary>
/// <param name="Until">The end, at which the key is destroyed. UTC.</param>
/// <param name="Reason">Which law or claim demands it; no personal data.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 17(3)(b), (e)</seealso>
public sealed record LegalHold(DateTimeOffset Until, string Reason);
