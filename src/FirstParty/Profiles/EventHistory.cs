using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// A person's events by name, each name's sorted by <c>(OccurredAt, Id)</c>: a total order that arrival has no part in.
/// Immutable and thread-safe.
/// </summary>
public sealed class EventHistory
{
    private readonly Func<EventHistory>? _again;
    private readonly object _run;
    private LoggedEvent[] _newest;
    private ImmutableArray<LoggedEvent> _all;
    private Dictionary<string, ImmutableArray<LoggedEvent>>? _byName;

    private EventHistory(LoggedEvent[] sorted, Func<EventHistory>? again)
    {
        (_newest, Count, _again, _run) = (sorted, sorted.Length, again, new object());
        _all = ImmutableCollectionsMarshal.AsImmutableArray(sorted);
        Oldest = sorted.Length == 0 ? null : sorted[0].OccurredAt;
        Last = sorted.Length == 0 ? null : (sorted[^1].OccurredAt, sorted[^1].Id);
    }

    /// <summary>An earlier history and further events, sorted.</summary>
    private EventHistory(EventHistory earlier, LoggedEvent[] further)
    {
        var follows = earlier.Last is { } last && Compare(last, (further[0].OccurredAt, further[0].Id)) < 0;
        (Count, _again) = (earlier.Count + further.Length, earlier._again);
        (_run, _newest) = follows ? (earlier._run, further) : (new object(), []);
        Oldest = earlier.Oldest < further[0].OccurredAt ? earlier.Oldest : further[0].OccurredAt;
        Last = follows || earlier.Last is null || Compare(earlier.Last.Value, (further[^1].OccurredAt, further[^1].Id)) < 0
            ? (further[^1].OccurredAt, further[^1].Id)
            : earlier.Last;
    }

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new([], again: null);

    /// <summary>The names of which there is at least one event.</summary>
    public IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>How many events there are in all.</summary>
    public int Count { get; }

    /// <summary>The events of a name, oldest first; empty when there are none.</summary>
    public ImmutableArray<LoggedEvent> this[string name] => Count > 1 ? ByName.GetValueOrDefault(name, []) : Count == 1 && All[0].Name == name ? All : [];

    /// <summary>All events, oldest first.</summary>
    public ImmutableArray<LoggedEvent> All => _all.IsDefault ? _all = Read() : _all;

    /// <summary>When the oldest event occurred; null when there is none.</summary>
    internal DateTimeOffset? Oldest { get; }

    /// <summary>When the newest event occurred; null when there is none.</summary>
    internal DateTimeOffset? Newest => Last?.At;

    private (DateTimeOffset At, FactId Id)? Last { get; }

    private Dictionary<string, ImmutableArray<LoggedEvent>> ByName => _byName ??= All
        .GroupBy(logged => logged.Name, StringComparer.Ordinal)
        .ToDictionary(named => named.Key, named => named.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>Sorts events into a history.</summary>
    public static EventHistory Of(IEnumerable<LoggedEvent> events) => Of(events, again: null);

    /// <summary>The same of a history that need not hold its events any more once it was told so, if it can be made again.</summary>
    /// <param name="events">The events.</param>
    /// <param name="again">Makes the same history again; asked of the newest that continues this one. Null where it cannot be.</param>
    internal static EventHistory Of(IEnumerable<LoggedEvent> events, Func<EventHistory>? again)
    {
        ArgumentNullException.ThrowIfNull(events);
        LoggedEvent[] all = [.. events];
        Array.Sort(all, Compare);
        return all.Length == 0 && again is null ? Empty : new EventHistory(all, again);
    }

    /// <summary>This history and further events. One that can be made again is not copied for that.</summary>
    internal EventHistory With(IReadOnlyCollection<LoggedEvent> further)
    {
        if (further.Count == 0)
        {
            return this;
        }

        if (_again is null)
        {
            return Of(All.Concat(further));
        }

        LoggedEvent[] sorted = [.. further];
        Array.Sort(sorted, Compare);
        return new EventHistory(this, sorted);
    }

    /// <summary>Whether this is an earlier history and events that follow all of it.</summary>
    internal bool Continues(EventHistory earlier) => ReferenceEquals(_run, earlier._run) && Count >= earlier.Count;

    /// <summary>The events from one on, oldest first.</summary>
    internal ReadOnlySpan<LoggedEvent> From(int index) =>
        Count - index <= _newest.Length ? _newest.AsSpan(_newest.Length - (Count - index)) : All.AsSpan()[index..];

    /// <summary>Lets go the events, if the history can be made again. For one thread at a time.</summary>
    internal void Release()
    {
        if (_again is not null)
        {
            (_newest, _all, _byName) = ([], default, null);
        }
    }

    private ImmutableArray<LoggedEvent> Read() => _again!().All is var all && all.Length == Count
        ? all
        : throw new InvalidOperationException("A history that has gone on must not be read any more.");

    private static int Compare(LoggedEvent left, LoggedEvent right) => Compare((left.OccurredAt, left.Id), (right.OccurredAt, right.Id));

    private static int Compare((DateTimeOffset At, FactId Id) left, (DateTimeOffset At, FactId Id) right) =>
        left.At.CompareTo(right.At) is var byTime and not 0 ? byTime : left.Id.CompareTo(right.Id);
}
