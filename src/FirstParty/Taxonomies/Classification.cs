using FirstParty.Taxonomies.Scanning;

namespace FirstParty.Taxonomies;

/// <summary>What one fact is: what its definition says, joined with who handed it over. A small value; making one allocates nothing.</summary>
public readonly record struct Classification
{
    /// <summary>Whether the fact was classified, and if not, what becomes of it.</summary>
    public ClassificationOutcome Outcome { get; init; }

    /// <summary>Why the fact could not be classified; None when it was.</summary>
    public ClassificationProblem Problem { get; init; }

    /// <summary>The definition of the event or trait, or null when it is unknown.</summary>
    public DataDefinition? Definition { get; init; }

    /// <summary>The source, or null when it is unknown.</summary>
    public SourceDefinition? Source { get; init; }

    /// <summary>The party that the fact is stored under: its source's, except that what a person did not state is never zero-party.</summary>
    public Party Party { get; init; }

    /// <summary>How the fact came to be known.</summary>
    public Explicitness Explicitness { get; init; }

    /// <summary>What the fact says about a person.</summary>
    public DataKind Kind { get; init; }

    /// <summary>How much harm the fact can do.</summary>
    public Sensitivity Sensitivity { get; init; }

    /// <summary>The special categories that the fact reveals.</summary>
    public SpecialCategories SpecialCategories { get; init; }

    /// <summary>
    /// Whether the fact is or holds a national identification number. Said apart, because a special category outranks it as a sensitivity
    /// and must not hide it.
    /// </summary>
    public bool HoldsNationalId { get; init; }

    /// <summary>The id of the purpose that the fact is collected for, or null when none is needed or the definition is unknown.</summary>
    public string? Purpose => Definition?.Purpose;

    /// <summary>Whether the fact may go on: classified, or accepted as unclassified.</summary>
    public bool IsAccepted => Outcome >= ClassificationOutcome.Unclassified;

    /// <summary>
    /// This classification, with its sensitivity and special categories raised to at least these. Never lowers either; a special category
    /// raises the sensitivity to <see cref="Sensitivity.SpecialCategory"/>.
    /// </summary>
    public Classification RaisedBy(Sensitivity sensitivity, SpecialCategories specialCategories, bool holdsNationalId = false)
    {
        var floor = specialCategories == SpecialCategories.None ? sensitivity : Sensitivity.SpecialCategory;
        return this with
        {
            Sensitivity = floor > Sensitivity ? floor : Sensitivity,
            SpecialCategories = SpecialCategories | specialCategories,
            HoldsNationalId = HoldsNationalId || holdsNationalId || sensitivity == Sensitivity.NationalId,
        };
    }

    /// <summary>This classification, raised by what a scanner found in the fact.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="scan"/> is null.</exception>
    public Classification RaisedBy(ScanResult scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return RaisedBy(scan.Sensitivity, scan.SpecialCategories, scan.HoldsNationalId);
    }
}
