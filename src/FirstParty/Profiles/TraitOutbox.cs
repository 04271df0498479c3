namespace FirstParty.Profiles;

/// <summary>
/// The sequence of changed traits. A port: one instance belongs to one storage session, sees what that session wrote, and
/// is not thread-safe.
/// </summary>
/// <remarks>
/// For implementers: every method is one or a few set-based statements. The key of a change is an increasing number, with an index on the profile.
/// Sequences are handed out so that a reader who has seen one never later finds a smaller one (a reader may wait behind a writer for
/// that), and none is used again.
/// </remarks>
public abstract class TraitOutbox
{
    /// <summary>Erases, forgets and records the changes, in this order.</summary>
    public abstract ValueTask ApplyAsync(TraitOutboxUpdate update, CancellationToken cancellationToken);

    /// <summary>The changes after a cursor (0 for the beginning), in sequence, at most <paramref name="limit"/>.</summary>
    public abstract ValueTask<IReadOnlyList<RecordedTraitMove>> ReadAsync(long after, int limit, CancellationToken cancellationToken);
}
