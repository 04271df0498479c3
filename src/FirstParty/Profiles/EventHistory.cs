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

    private EventHistory(Dictionary<string, ImmutableArray<LoggedEvent>> byName) => _byName = byName;

    /// <summary>No events.</summary>
    public static EventHistory Empty { get; } = new([]);

    /// <summary>The names of which there is at least one event.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>How many events there are in all.</summary>
    public int Count => _byName.Values.Sum(events => events.Length);

    /// <summary>The events of a name, oldest first; empty when there are none.</summary>
    public ImmutableArray<LoggedEvent> this[string name] => _byName.GetValueOrDefault(name, []);

    /// <summary>All events, oldest first.</summary>
    public IEnumerable<LoggedEvent> All => _byName.Values.SelectMany(events => events).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id);

    /// <summary>Sorts events into a history.</summary>
    public static EventHistory Of(IEnumerable<LoggedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new EventHistory(events
            .GroupBy(e => e.Name, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).ToImmutableArray(),
                StringComparer.Ordinal));
    }
}
