using System.Collections.Immutable;
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
        Array.Sort(all, static (left, right) =>
            left.OccurredAt.CompareTo(right.OccurredAt) is var byTime and not 0 ? byTime : left.Id.CompareTo(right.Id));
        var byName = new Dictionary<string, ImmutableArray<LoggedEvent>.Builder>(StringComparer.Ordinal);
        foreach (var e in all)
        {
            if (!byName.TryGetValue(e.Name, out var named))
            {
                byName[e.Name] = named = ImmutableArray.CreateBuilder<LoggedEvent>();
            }

            named.Add(e);
        }

        return all.Length == 0 ? Empty : new EventHistory(
            byName.ToDictionary(named => named.Key, named => named.Value.ToImmutable(), StringComparer.Ordinal), [.. all]);
    }
}
