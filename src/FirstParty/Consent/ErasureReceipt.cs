using System.Collections.Immutable;

namespace FirstParty.Consent;

/// <summary>What an erasure removed from the consent log, for the report to the person. Names nobody.</summary>
/// <param name="ErasedAt">When. UTC.</param>
/// <param name="Entries">The log positions of the erasure records.</param>
/// <param name="Payloads">How many sealed records were removed.</param>
/// <param name="Keys">How many secrets were destroyed.</param>
/// <param name="Suppressed">The purposes for which a do-not-contact mark was left.</param>
public sealed record ErasureReceipt(
    DateTimeOffset ErasedAt, ImmutableArray<long> Entries, int Payloads, int Keys, ImmutableArray<string> Suppressed)
{
    /// <summary>The reference of the legal hold under which the proof of consent is kept; null when there is none.</summary>
    public string? Hold { get; init; }
}
