namespace FirstParty.Profiles;

/// <summary>
/// The sequence of changed traits and how far its consumers are. A port: one instance belongs to one storage session, sees what that session wrote, and
/// is not thread-safe.
/// </summary>
/// <remarks>
/// For implementers: every method is one or a few set-based statements. Keys are an increasing number for changes, with an index on the profile, and the
/// name for cursors. Sequences are handed out so that a reader who has seen one never later finds a smaller one (a reader may wait behind a writer for
/// that), and none is used again.
/// </remarks>
public abstract class TraitOutbox
{
    /// <summary>Erases, forgets, records the changes and sets the cursors, in this order.</summary>
    public abstract ValueTask ApplyAsync(TraitOutboxUpdate update, CancellationToken cancellationToken);

    /// <summary>The changes after a cursor (0 for the beginning), in sequence, at most <paramref name="limit"/>.</summary>
    public abstract ValueTask<IReadOnlyList<RecordedTraitMove>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Where a consumer stands; 0 for one that never acknowledged anything.</summary>
    public abstract ValueTask<long> ReadCursorAsync(string name, CancellationToken cancellationToken);
}
