namespace FirstParty.Segments;

/// <summary>
/// A consumer of changes has stayed away for longer than they are kept: some that it never saw have been deleted. It begins anew from who is in the
/// segments now, and acknowledges <see cref="Through"/>.
/// </summary>
public sealed class SegmentChangesForgottenException : Exception
{
    /// <summary>Tells how far the consumer is, and how far changes are deleted.</summary>
    public SegmentChangesForgottenException(long after, long through)
        : base($"The changes after {after} and up to {through} have been deleted because of their age. Read who is in the segments now, then acknowledge {through}.") =>
        (After, Through) = (after, through);

    /// <summary>The last change that the consumer has dealt with.</summary>
    public long After { get; }

    /// <summary>The last change that was deleted.</summary>
    public long Through { get; }
}
