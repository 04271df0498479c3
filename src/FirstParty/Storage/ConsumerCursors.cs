namespace FirstParty.Storage;

/// <summary>
/// How far the consumers of changes are. A port: one instance belongs to one storage session, sees what that session wrote, and is not thread-safe.
/// </summary>
/// <remarks>For implementers: each method is one set-based statement. The key is (stream, name).</remarks>
public abstract class ConsumerCursors
{
    /// <summary>The last change that a consumer has dealt with; 0 for one that never acknowledged any.</summary>
    public abstract ValueTask<long> ReadAsync(ChangeStream stream, string name, CancellationToken cancellationToken);

    /// <summary>Sets cursors. A sequence below the one that is held is ignored, so that an old acknowledgement never turns a consumer back.</summary>
    public abstract ValueTask AdvanceAsync(IReadOnlyCollection<ConsumerCursor> cursors, CancellationToken cancellationToken);
}
