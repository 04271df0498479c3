using System.Collections;
using FirstParty.Events;

namespace FirstParty.Profiles;

/// <summary>A person's events, with what is asked of them over and over. Not thread-safe.</summary>
internal sealed class PersonEvents : IReadOnlyList<LoggedEvent>
{
    private readonly List<LoggedEvent> _all = [];
    private readonly List<LoggedEvent> _stated = [];

    public PersonEvents(IEnumerable<LoggedEvent> events)
    {
        foreach (var logged in events)
        {
            Add(logged);
        }
    }

    /// <summary>Those that make claims: the identify calls.</summary>
    public IReadOnlyList<LoggedEvent> Stated => _stated;

    /// <summary>The earliest time at which any of them occurred, or null when there is none.</summary>
    public DateTimeOffset? FirstSeen { get; private set; }

    public int Count => _all.Count;

    public LoggedEvent this[int index] => _all[index];

    public void Add(LoggedEvent logged)
    {
        _all.Add(logged);
        FirstSeen = FirstSeen is { } first && first <= logged.OccurredAt ? first : logged.OccurredAt;
        if (logged.Kind == EventKind.Identify)
        {
            _stated.Add(logged);
        }
    }

    /// <summary>Those from one on, in the order in which they were added.</summary>
    public IReadOnlyList<LoggedEvent> From(int index) => _all.GetRange(index, _all.Count - index);

    public IEnumerator<LoggedEvent> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
