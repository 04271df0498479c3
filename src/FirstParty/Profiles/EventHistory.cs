using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FirstParty.Events;

namespace FirstParty.Profiles;

/// <summary>
/// A person's events by name, each name's sorted by <c>(OccurredAt, Id)</c>: a total order that arrival has no part in.
/// Immutable and thread-safe.
/// </summary>
public sealed class EventHistory
{
    private readonly Tape _tape;
    private readonly LoggedEvent[] _events;
    private ImmutableArray<LoggedEvent> _all;
    private Dictionary<string, ImmutableArray<LoggedEvent>>? _byName;

    /// <summary>All that is on a tape by now.</summary>
    private EventHistory(Tape tape) => (_tape, _events, Count) = (tape, tape.Events, tape.Count);

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new(new Tape([]));

    /// <summary>The names of which there is at least one event.</summary>
    public IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>How many events there are in all.</summary>
    public int Count { get; }

    /// <summary>The events of a name, oldest first; empty when there are none.</summary>
    public ImmutableArray<LoggedEvent> this[string name] => Count > 1 ? ByName.GetValueOrDefault(name, []) : First?.Name == name ? All : [];

    /// <summary>All events, oldest first.</summary>
    public ImmutableArray<LoggedEvent> All => _all.IsDefault
        ? _all = Count == _events.Length ? ImmutableCollectionsMarshal.AsImmutableArray(_events) : [.. _events.AsSpan(0, Count)]
        : _all;

    /// <summary>The oldest event, or null when there is none.</summary>
    internal LoggedEvent? First => Count == 0 ? null : _events[0];

    /// <summary>The newest event, or null when there is none.</summary>
    internal LoggedEvent? Last => Count == 0 ? null : _events[Count - 1];

    private Dictionary<string, ImmutableArray<LoggedEvent>> ByName => _byName ??= All
        .GroupBy(logged => logged.Name, StringComparer.Ordinal)
        .ToDictionary(named => named.Key, named => named.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>Sorts events into a history.</summary>
    public static EventHistory Of(IEnumerable<LoggedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        LoggedEvent[] all = [.. events];
        Array.Sort(all, Compare);
        return all.Length == 0 ? Empty : new EventHistory(new Tape(all));
    }

    /// <summary>This history and further events. What nearly always simply follows it costs no copy of it. For one thread at a time.</summary>
    internal EventHistory With(IReadOnlyCollection<LoggedEvent> further)
    {
        if (further.Count == 0)
        {
            return this;
        }

        LoggedEvent[] added = [.. further];
        Array.Sort(added, Compare);
        if (Last is not { } last)
        {
            return new EventHistory(new Tape(added));
        }

        if (Count == _tape.Count && Compare(last, added[0]) < 0)
        {
            _tape.Append(added);
            return new EventHistory(_tape);
        }

        return new EventHistory(new Tape(Merge(_events.AsSpan(0, Count), added)));
    }

    /// <summary>Whether this is an earlier history and events that follow all of it.</summary>
    internal bool Continues(EventHistory earlier) => ReferenceEquals(_tape, earlier._tape) && Count >= earlier.Count;

    /// <summary>The events from one on, oldest first.</summary>
    internal ReadOnlySpan<LoggedEvent> From(int index) => _events.AsSpan(index, Count - index);

    private static LoggedEvent[] Merge(ReadOnlySpan<LoggedEvent> before, LoggedEvent[] added)
    {
        var merged = new LoggedEvent[before.Length + added.Length];
        var (left, right) = (before.Length, added.Length);
        while (right > 0)
        {
            merged[left + right - 1] = left > 0 && Compare(before[left - 1], added[right - 1]) > 0 ? before[--left] : added[--right];
        }

        before[..left].CopyTo(merged);
        return merged;
    }

    private static int Compare(LoggedEvent left, LoggedEvent right) =>
        left.OccurredAt.CompareTo(right.OccurredAt) is var byTime and not 0 ? byTime : left.Id.CompareTo(right.Id);

    /// <summary>Sorted events that grow at their end only, so that every history is a beginning of its tape and stays what it is.</summary>
    private sealed class Tape(LoggedEvent[] events)
    {
        public LoggedEvent[] Events { get; private set; } = events;

        public int Count { get; private set; } = events.Length;

        public void Append(LoggedEvent[] further)
        {
            var grown = Events;
            if (Count + further.Length > grown.Length)
            {
                Array.Resize(ref grown, Math.Max(Count + further.Length, Count + (Count >> 1)));
            }

            further.CopyTo(grown, Count);
            (Events, Count) = (grown, Count + further.Length);
        }
    }
}
