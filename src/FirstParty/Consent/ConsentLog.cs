namespace FirstParty.Consent;

/// <summary>
/// The append-only log of consent records, sealed: a store sees leaves, ciphertexts and keyed lookups, never who or what.
/// </summary>
/// <remarks>
/// For implementers: an instance belongs to one storage session and is used by one caller at a time. What is appended is visible to the same
/// session at once and to others after its commit. <see cref="LockHeadAsync"/> is what keeps the log free of gaps when many nodes write: lock the
/// head's one row until the session ends, and nothing else. Entries are found by sequence and by lookup; a (lookup, sequence) table
/// distributed by lookup and an entry table distributed by sequence need no join. Keep <see cref="ConsentEntry.LeafHash"/> beside the leaf, so that an
/// audit names an altered record exactly.
/// </remarks>
public abstract class ConsentLog
{
    /// <summary>The subjects' secrets, kept in the same storage. A host may use another store instead.</summary>
    public abstract SubjectKeyStore Keys { get; }

    // The ledger's own secret, read once a session.
    internal byte[]? HouseSecret { get; set; }

    /// <summary>The head, to append after it: no other session can append until this one ends. <see cref="ConsentLogHead.Empty"/> at first.</summary>
    public abstract ValueTask<ConsentLogHead> LockHeadAsync(CancellationToken cancellationToken);

    /// <summary>The head as it is now, without holding anybody up.</summary>
    public abstract ValueTask<ConsentLogHead> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Appends entries that continue the locked head, in order and without gaps, and replaces the head. Without entries it only replaces the
    /// head, for a new checkpoint.
    /// </summary>
    /// <exception cref="ArgumentException">The entries do not continue the log, or the new head does not count them.</exception>
    public abstract ValueTask AppendAsync(
        IReadOnlyList<ConsentEntry> entries, ConsentLogHead head, CancellationToken cancellationToken);

    /// <summary>The entries that any of the subjects acted in or is bound by, each once, by sequence.</summary>
    public abstract ValueTask<IReadOnlyList<ConsentEntry>> ReadAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> entries from sequence <paramref name="first"/> on, by sequence; fewer at the end of the log.</summary>
    public abstract ValueTask<IReadOnlyList<ConsentEntry>> ReadRangeAsync(long first, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="count"/> rows of the lookup table, by subject and sequence, that come after one; from the first when that is null. For
    /// audits: what it gives is what <see cref="ReadAsync"/> finds records by.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<ConsentLookup>> ReadLookupsAsync(
        ConsentLookup? after, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Removes for good the ciphertexts of the entries that the subjects acted in, and every row that holds one of their lookups. Leaves stay.
    /// No byte of what was removed may be left in any file of the store once the session has committed.
    /// </summary>
    /// <returns>How many ciphertexts were removed.</returns>
    public abstract ValueTask<int> EraseAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken);

    /// <summary>For <see cref="AppendAsync"/>: checks that entries continue a head without a gap, and that the next head counts them.</summary>
    /// <exception cref="ArgumentException">They do not, or it does not.</exception>
    protected static void CheckContinues(ConsentLogHead before, IReadOnlyList<ConsentEntry> entries, ConsentLogHead head)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(head);
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].Sequence != before.Size + index)
            {
                throw new ArgumentException("The entries do not continue the log.", nameof(entries));
            }
        }

        if (head.Size != before.Size + entries.Count)
        {
            throw new ArgumentException("The head does not count the entries.", nameof(head));
        }
    }
}
