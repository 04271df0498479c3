namespace FirstParty.Privacy;

/// <summary>What an erasure destroyed. Holds counts and nothing of the person.</summary>
/// <param name="At">When; what occurred up to then stays refused. UTC.</param>
/// <param name="Identifiers">How many identifiers the person was known by, in events, acts or consent records; 0 when nothing was known of them.</param>
/// <param name="Events">How many events were destroyed, those that were set aside among them.</param>
/// <param name="ConsentPayloads">
/// How many consent records lost their content, that of the erasure itself among them; their leaves stay, so that proofs still verify.
/// </param>
public sealed record ErasureReport(DateTimeOffset At, int Identifiers, int Events, int ConsentPayloads)
{
    /// <summary>
    /// The reference of the legal hold under which the proof of consent is kept; null when there is none. Keep it with the case: nothing else leads there.
    /// </summary>
    public string? Hold { get; init; }
}
