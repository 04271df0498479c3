namespace FirstParty.Consent;

/// <summary>
/// The order in which records are folded: by the instant they take effect; on a tie the restrictive last, so that it wins; then by position in
/// the log. Total, so that a fold is a function of the set of records.
/// </summary>
internal sealed class FoldOrder : IComparer<ConsentRecord>
{
    internal static readonly FoldOrder Instance = new();

    public int Compare(ConsentRecord? x, ConsentRecord? y)
    {
        var byTime = x!.EffectiveAt.CompareTo(y!.EffectiveAt);
        return byTime != 0 ? byTime
            : x.Act.IsRestrictive().CompareTo(y.Act.IsRestrictive()) is var byAct and not 0 ? byAct
            : x.Sequence.CompareTo(y.Sequence);
    }
}
