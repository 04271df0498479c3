namespace FirstParty.Pipeline;

/// <summary>Client time to server time.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/common/#timestamps">Segment spec: timestamps</seealso>
internal static class ClockCorrection
{
    /// <summary>The earliest instant that an event may have happened at: 1980-01-01 UTC: what claims to be older has a broken clock.</summary>
    public static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// When it happened by the server's clock: <c>receivedAt - (sentAt - timestamp)</c>, never after it was received, whole microseconds.
    /// A <paramref name="sentAt"/> before the timestamp corrects nothing, since no event is sent before it happens.
    /// </summary>
    public static DateTimeOffset OccurredAt(DateTimeOffset? timestamp, DateTimeOffset? sentAt, DateTimeOffset receivedAt)
    {
        if (timestamp is not { } claimed)
        {
            return Truncate(receivedAt);
        }

        var corrected = sentAt is { } sent && sent >= claimed
            ? Subtract(receivedAt, sent - claimed)
            : claimed;
        return Truncate(corrected <= receivedAt ? corrected : receivedAt);
    }

    /// <summary>Cuts to whole microseconds, in UTC: what every back end can store.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static DateTimeOffset Subtract(DateTimeOffset from, TimeSpan age) =>
        age.Ticks < from.UtcTicks ? from - age : DateTimeOffset.MinValue;
}
