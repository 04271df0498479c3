namespace FirstParty.Taxonomies;

/// <summary>
/// Orders facts about the same thing so that the one to believe comes first. A total order: facts that compare equal are the same fact.
/// Immutable and thread-safe.
/// </summary>
public sealed class FactPrecedence : IComparer<FactStanding>
{
    private readonly bool _newestFirst;

    private FactPrecedence(bool newestFirst) => _newestFirst = newestFirst;

    /// <summary>The more direct party first, then the more explicit, then the newer, then the higher fact id.</summary>
    public static FactPrecedence MostTrusted { get; } = new(newestFirst: false);

    /// <summary>The newer first, then the more direct party, then the more explicit, then the higher fact id.</summary>
    public static FactPrecedence MostRecent { get; } = new(newestFirst: true);

    /// <summary>The order of a conflict rule.</summary>
    public static FactPrecedence Of(ConflictRule rule) => rule == ConflictRule.MostRecent ? MostRecent : MostTrusted;

    /// <summary>Negative when <paramref name="x"/> is to be believed over <paramref name="y"/>, positive the other way round.</summary>
    public int Compare(FactStanding x, FactStanding y)
    {
        var newer = y.OccurredAt.CompareTo(x.OccurredAt);
        if (_newestFirst && newer != 0)
        {
            return newer;
        }

        if (x.Party != y.Party)
        {
            return x.Party.CompareTo(y.Party);
        }

        if (x.Explicitness != y.Explicitness)
        {
            return x.Explicitness.CompareTo(y.Explicitness);
        }

        return newer != 0 ? newer : y.Fact.CompareTo(x.Fact);
    }
}
