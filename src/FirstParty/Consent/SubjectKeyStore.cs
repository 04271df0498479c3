namespace FirstParty.Consent;

/// <summary>Where the 32-byte secret of each subject is kept. Destroying it makes their sealed records unreadable for ever.</summary>
/// <remarks>
/// For implementers: a store inside the session's own storage takes part in its transaction. A store elsewhere (a key vault) must keep secrets
/// wrapped, and its backups must be short-lived: a key in an old backup un-erases a person. Used by one caller at a time.
/// </remarks>
public abstract class SubjectKeyStore
{
    /// <summary>The secrets of those subjects that have one.</summary>
    public abstract ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> FindAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken);

    /// <summary>Keeps new secrets; a subject that has one already keeps the old.</summary>
    /// <returns>The secrets that now count, for the same subjects.</returns>
    public abstract ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> AddAsync(
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, CancellationToken cancellationToken);

    /// <summary>Destroys secrets for good: no byte of them may be left in any file of the store. Subjects without one are passed over.</summary>
    /// <returns>How many were destroyed.</returns>
    public abstract ValueTask<int> DestroyAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken);
}
