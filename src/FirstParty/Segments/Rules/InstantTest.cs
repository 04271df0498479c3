namespace FirstParty.Segments.Rules;

/// <summary>Tests of an instant; all that are set must hold, and none holds of a missing one.</summary>
public sealed record InstantTest
{
    /// <summary>The instant lies in [now − this, now].</summary>
    public TimeSpan? WithinLast { get; init; }

    /// <summary>There is an instant, and it does not lie in [now − this, now].</summary>
    public TimeSpan? NotWithinLast { get; init; }

    /// <summary>The instant is before this one. UTC.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The instant is this one or after it. UTC.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Whether nothing is tested.</summary>
    public bool IsEmpty => WithinLast is null && NotWithinLast is null && Before is null && After is null;

    /// <summary>Whether an instant, or a missing one, passes at <paramref name="now"/>.</summary>
    public bool Holds(DateTimeOffset? instant, DateTimeOffset now) =>
        instant is { } at
        && (WithinLast is not { } within || IsWithin(at, within, now))
        && (NotWithinLast is not { } outside || !IsWithin(at, outside, now))
        && (Before is not { } before || at < before)
        && (After is not { } after || at >= after);

    internal static InstantTest Check(InstantTest test, string parameter)
    {
        ArgumentNullException.ThrowIfNull(test, parameter);
        if (test.IsEmpty)
        {
            throw new ArgumentException("A time test needs at least one of withinLast, notWithinLast, before, after.", parameter);
        }

        _ = test.WithinLast is { } within ? RuleLimits.CheckDuration(within, parameter) : default;
        _ = test.NotWithinLast is { } outside ? RuleLimits.CheckDuration(outside, parameter) : default;
        return test with { Before = test.Before?.ToUniversalTime(), After = test.After?.ToUniversalTime() };
    }

    // The age is compared, not "now − length", so that no early instant can underflow.
    private static bool IsWithin(DateTimeOffset at, TimeSpan length, DateTimeOffset now) => at <= now && now - at <= length;
}
