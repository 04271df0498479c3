namespace FirstParty.AspNetCore.Visitors;

/// <summary>When an act was made by this server's clock.</summary>
internal static class ClientClock
{
    /// <summary>
    /// <c>now - (sentAt - timestamp)</c>: corrected by the error of the client's clock, and never later than now. A time that nobody can have acted at
    /// is now too.
    /// </summary>
    public static DateTimeOffset Correct(DateTimeOffset? timestamp, DateTimeOffset? sentAt, DateTimeOffset now)
    {
        if (timestamp is not { } claimed)
        {
            return now;
        }

        var age = sentAt is { } sent && sent >= claimed ? sent - claimed : now - claimed;
        return age < TimeSpan.Zero || age > now - DateTimeOffset.UnixEpoch ? now : now - age;
    }
}
