namespace FirstParty.Events;

/// <summary>The marks of facts that were erased: a fact that bears one is refused for ever, however often it is replayed and whatever it says then.</summary>
/// <remarks>For implementers: as <see cref="EventLog"/>. Marks are only ever added, are spread evenly over all values, and hold no personal data.</remarks>
public abstract class ErasedFacts
{
    /// <summary>Whether there is any mark: while there is none, nobody need be asked for theirs.</summary>
    public abstract ValueTask<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Adds marks; those that are there already change nothing.</summary>
    public abstract ValueTask AddAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken);

    /// <summary>Those of the marks that were added before.</summary>
    public abstract ValueTask<IReadOnlySet<FactMark>> FindAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken);
}
