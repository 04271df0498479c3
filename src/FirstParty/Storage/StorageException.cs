namespace FirstParty.Storage;

/// <summary>A storage back end failed. Its text names the mend and never holds personal data; the back end's own exception is kept inside.</summary>
public sealed class StorageException : Exception
{
    /// <summary>A failure of the given kind.</summary>
    public StorageException(StorageError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What went wrong.</summary>
    public StorageError Error { get; }
}
