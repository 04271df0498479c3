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
    private readonly Dictionary<string, ImmutableArray<LoggedEvent>> _byName;

    private EventHistory(Dictionary<string, ImmutableArray<LoggedEvent>> byName, ImmutableArray<LoggedEvent> all) =>
        (_byName, All) = (byName, all);

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new([], []);

    /// <summary>The names of which there is at least one event.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>How many events there are in all.</summary>
    public int Count => All.Length;

    /// <summary>The events of a name, oldest first; empty when there are none.</summary>
    public ImmutableArray<LoggedEvent> this[string name] => _byName.GetValueOrDefault(name, []);

    /// <summary>All events, oldest first.</summary>
    public ImmutableArray<LoggedEvent> All { get; }

    /// <summary>Sorts events into a history.</summary>
    public static EventHistory Of(IEnumerable<LoggedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        LoggedEvent[] all = [.. events];
        Array.Sort(all, Compare);
        return Sorted(all);
    }

    /// <summary>This history and further events.</summary>
    internal EventHistory With(IReadOnlyCollection<LoggedEvent> further)
    {
        if (further.Count == 0)
        {
            return this;
        }

        LoggedEvent[] added = [.. further];
        Array.Sort(added, Compare);
        if (All.IsEmpty)
        {
            return Sorted(added);
        }

        var byName = new Dictionary<string, ImmutableArray<LoggedEvent>>(_byName, StringComparer.Ordinal);
        foreach (var named in added.GroupBy(logged => logged.Name, StringComparer.Ordinal))
        {
            byName[named.Key] = Merge(this[named.Key], [.. named]);
        }

        return new EventHistory(byName, Merge(All, added));
    }

    private static EventHistory Sorted(LoggedEvent[] all)
    {
        if (all.Length == 0)
        {
            return Empty;
        }

        var byName = all.GroupBy(logged => logged.Name, StringComparer.Ordinal)
            .ToDictionary(named => named.Key, named => named.ToImmutableArray(), StringComparer.Ordinal);
        return new EventHistory(byName, [.. all]);
    }

    /// <summary>Two sorted runs as one: nearly always the second simply follows the first.</summary>
    private static ImmutableArray<LoggedEvent> Merge(ImmutableArray<LoggedEvent> before, LoggedEvent[] added)
    {
        var merged = new LoggedEvent[before.Length + added.Length];
        var (left, right) = (before.Length, added.Length);
        while (right > 0)
        {
            merged[left + right - 1] = left > 0 && Compare(before[left - 1], added[right - 1]) > 0 ? before[--left] : added[--right];
        }

        before.AsSpan(0, left).CopyTo(merged);
        return ImmutableCollectionsMarshal.AsImmutableArray(merged);
    }

    private static int Compare(LoggedEvent left, LoggedEvent right) =>
        left.OccurredAt.CompareTo(right.OccurredAt) is var byTime and not 0 ? byTime : left.Id.CompareTo(right.Id);
}
