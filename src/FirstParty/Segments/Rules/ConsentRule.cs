namespace FirstParty.Segments.Rules;

/// <summary>Where the person stands on a purpose. JSON: <c>{"consent":"marketing","is":"granted"}</c>.</summary>
public sealed record ConsentRule : SegmentRule
{
    /// <summary>Where the person stands on a purpose.</summary>
    /// <exception cref="ArgumentException">The purpose is blank or too long.</exception>
    public ConsentRule(string purpose, ConsentStanding standing = ConsentStanding.Granted) =>
        (Purpose, Standing) = (RuleLimits.CheckName(purpose, nameof(purpose)), standing);

    /// <summary>The purpose's name.</summary>
    public string Purpose { get; }

    /// <summary>Where the person must stand. <see cref="ConsentStanding.Granted"/> is whatever permits the purpose.</summary>
    public ConsentStanding Standing { get; }
}
