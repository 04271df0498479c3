using System.Collections;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// A person's events, with what is asked of them over and over. Without the context, unless it says where claims come from, and with further
/// identifiers only where an event names any. Not thread-safe.
/// </summary>
internal sealed class PersonEvents : IReadOnlyList<LoggedEvent>
{
    private const int EventBytes = 400;
    private const int BytesAPayloadByte = 3;
    private const int IdentifierBytes = 120;

    private readonly List<LoggedEvent> _others = [];
    private readonly List<LoggedEvent> _stated = [];
    private long _otherBytes;

    public PersonEvents(IReadOnlyList<LoggedEvent> events)
    {
        var (acts, properties) = (0, 0);
        foreach (var logged in events)
        {
            if (IsAct(logged))
            {
                (acts, properties) = (acts + 1, checked(properties + logged.Properties.ToUtf8().Length));
            }
        }

        Acts.Reserve(acts, properties);
        foreach (var logged in events)
        {
            Add(logged);
        }
    }

    /// <summary>Those that say what the person did, which nearly all do.</summary>
    public EventPack Acts { get; } = new();

    /// <summary>Those that make claims: the identify calls.</summary>
    public IReadOnlyList<LoggedEvent> Stated => _stated;

    /// <summary>The earliest time at which any of them occurred, or null when there is none.</summary>
    public DateTimeOffset? FirstSeen { get; private set; }

    public int Count => _others.Count + Acts.Count;

    /// <summary>Roughly how much memory they take.</summary>
    public long Bytes => Acts.Bytes + _otherBytes;

    /// <summary>The ids of all of them.</summary>
    public IEnumerable<FactId> Ids => _others.Select(logged => logged.Id).Concat(Acts.Ids);

    public LoggedEvent this[int index] => index < _others.Count ? _others[index] : Acts[index - _others.Count];

    public void Add(LoggedEvent logged)
    {
        FirstSeen = FirstSeen is { } first && first <= logged.OccurredAt ? first : logged.OccurredAt;
        if (IsAct(logged))
        {
            Acts.Add(logged);
            return;
        }

        var kept = logged with { Context = logged.Provenance == FactProvenance.None ? Attributes.Empty : logged.Context };
        _others.Add(kept);
        if (logged.Kind == EventKind.Identify)
        {
            _stated.Add(kept);
        }

        _otherBytes += EventBytes + (BytesAPayloadByte * (kept.Properties.ToUtf8().Length + (long)kept.Context.ToUtf8().Length)) + (sizeof(char) * logged.Name.Length)
            + logged.Identifiers.Sum(identifier => (long)IdentifierBytes + (sizeof(char) * (identifier.Namespace.Length + identifier.Value.Length)));
    }

    public IEnumerator<LoggedEvent> GetEnumerator() => _others.Concat(Acts.From(0)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsAct(LoggedEvent logged) => logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen;
}
