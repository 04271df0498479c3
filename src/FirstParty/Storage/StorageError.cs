namespace FirstParty.Storage;

/// <summary>What went wrong in a storage back end, in terms that a caller can act on.</summary>
public enum StorageError : byte
{
    /// <summary>Another writer got in the way; trying again may help.</summary>
    Conflict,

    /// <summary>The store cannot be reached, is locked by another process, or is read-only.</summary>
    Unavailable,

    /// <summary>There is no room left. Nothing acknowledged is lost; go on once there is room.</summary>
    Full,

    /// <summary>The store's own checks failed. Restore a backup.</summary>
    Corrupt,

    /// <summary>The store was written by a newer version of the library.</summary>
    NewerVersion,

    /// <summary>
    /// The store failed when it had begun to commit: the writes are there once, or not at all. Nothing is tried again by itself; ask the store, or send
    /// events again under the same messageIds, which is harmless.
    /// </summary>
    OutcomeUnknown,
}
