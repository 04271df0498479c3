using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>What a scanner found in one fact: how far it raises the fact's sensitivity, and where, never what. Immutable.</summary>
public sealed record ScanResult
{
    /// <summary>The most findings that a result lists; the sensitivity counts those beyond too.</summary>
    public const int MaxFindings = 32;

    /// <summary>Nothing was found.</summary>
    public static ScanResult Clean { get; } = new();

    /// <summary>The highest sensitivity found; <see cref="Sensitivity.NonPersonal"/> when nothing was.</summary>
    public Sensitivity Sensitivity { get; init; }

    /// <summary>All special categories found.</summary>
    public SpecialCategories SpecialCategories { get; init; }

    /// <summary>Whether a personal number was found.</summary>
    public bool HoldsNationalId { get; init; }

    /// <summary>Each different finding once, in the order they were met, at most <see cref="MaxFindings"/>.</summary>
    public ImmutableArray<ScanFinding> Findings { get; init; } = [];

    /// <summary>Whether nothing was found.</summary>
    public bool IsClean => Findings.IsEmpty;
}
