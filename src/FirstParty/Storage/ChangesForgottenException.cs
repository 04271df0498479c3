namespace FirstParty.Storage;

/// <summary>
/// A consumer of changes has stayed away for longer than they are kept: some that it never saw have been deleted. It begins anew from what is true
/// now, and acknowledges <see cref="Through"/>.
/// </summary>
public sealed class ChangesForgottenException : Exception
{
    /// <summary>Tells how far the consumer is, and how far changes are deleted.</summary>
    public ChangesForgottenException(ChangeStream stream, long after, long through)
        : base($"The changes of {Name(stream)} after {after} and up to {through} have been deleted because of their age. Read what is true now, then acknowledge {through}.") =>
        (Stream, After, Through) = (stream, after, through);

    /// <summary>The sequence that the consumer follows.</summary>
    public ChangeStream Stream { get; }

    /// <summary>The last change that the consumer has dealt with.</summary>
    public long After { get; }

    /// <summary>The last change that was deleted.</summary>
    public long Through { get; }

    private static string Name(ChangeStream stream) => stream == ChangeStream.Segments ? "segments" : "traits";
}
