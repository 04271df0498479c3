using FirstParty.Consent;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>What a choice means here.</summary>
/// <param name="Records">The records of the act, to be recorded all or none.</param>
/// <param name="Unknown">The page's words that stand for no registered purpose.</param>
/// <param name="Undecided">The page's words for purposes about which nobody's consent decides.</param>
internal sealed record ConsentReading(IReadOnlyList<ConsentRecord> Records, IReadOnlyList<string> Unknown, IReadOnlyList<string> Undecided);
