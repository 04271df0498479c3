namespace FirstParty.Sqlite;

/// <summary>What a commit waits for.</summary>
/// <seealso href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</seealso>
public enum SqliteDurability : byte
{
    /// <summary>The disk has it: survives a power cut. Nearly free once callers share commits.</summary>
    Full,

    /// <summary>
    /// The operating system has it: survives the process being killed; a power cut may lose the last commits, and never harms the file. Consent and
    /// erasures wait for the disk all the same.
    /// </summary>
    Normal,
}
