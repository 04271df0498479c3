using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Privacy;

/// <summary>
/// How long each fact may be kept: the shorter of its definition's retention and that of the purpose it is collected for, from when it occurred. Pure.
/// </summary>
internal sealed class RetentionPolicy
{
    private readonly Dictionary<string, TimeSpan> _events;
    private readonly Dictionary<string, TimeSpan> _traits;

    public RetentionPolicy(Taxonomy taxonomy, PurposeRegistry purposes)
    {
        _events = Limits(taxonomy.Events.Select(known => (known.Key, (DataDefinition)known.Value)), purposes);
        _traits = Limits(taxonomy.Traits.Select(known => (known.Key, (DataDefinition)known.Value)), purposes);
        Shortest = _events.Values.Concat(_traits.Values).Select(limit => (TimeSpan?)limit).Min();
    }

    /// <summary>The shortest retention of all; null when nothing has one, and then everything is kept.</summary>
    public TimeSpan? Shortest { get; }

    /// <summary>
    /// What may still be kept of a fact, or null when all of it may. An event whose time is over loses its name and all it says; what is left tells only
    /// that its identifiers were named together, so that nobody falls apart by it, and that its messageId is used. An identify or group call loses the
    /// traits whose time is over, and its context with the last of them.
    /// </summary>
    public LoggedEvent? Limit(LoggedEvent logged, DateTimeOffset now)
    {
        if (logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen)
        {
            return IsOver(_events, logged.Name, logged, now) ? Bare(logged) : null;
        }

        var over = logged.Properties.Select(trait => trait.Key).Where(name => IsOver(_traits, name, logged, now)).ToList();
        return over.Count == 0 ? null : logged with
        {
            Properties = logged.Properties.Without([.. over]),
            Context = over.Count == logged.Properties.Count ? Attributes.Empty : logged.Context,
            Stamps = [.. logged.Stamps.Where(stamp => !over.Contains(stamp.Name, StringComparer.Ordinal))],
            Fingerprint = 0,
        };
    }

    /// <summary>Whether nothing is left of an event but who was named.</summary>
    public static bool IsBare(LoggedEvent logged) => logged.Name == LoggedEvent.Expired;

    private static LoggedEvent Bare(LoggedEvent logged) => new()
    {
        Id = logged.Id,
        Kind = EventKind.Identify,
        Name = LoggedEvent.Expired,
        Anchor = logged.Anchor,
        Identifiers = logged.Identifiers,
        OccurredAt = logged.OccurredAt,
        ReceivedAt = logged.ReceivedAt,
        Strength = logged.Strength,
        Party = logged.Party,
        Explicitness = logged.Explicitness,
    };

    private static bool IsOver(Dictionary<string, TimeSpan> limits, string name, LoggedEvent logged, DateTimeOffset now) =>
        limits.TryGetValue(name, out var limit) && now - logged.OccurredAt >= limit;

    private static Dictionary<string, TimeSpan> Limits(IEnumerable<(string Name, DataDefinition Definition)> known, PurposeRegistry purposes)
    {
        var limits = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var (name, definition) in known)
        {
            TimeSpan?[] both = [definition.Retention, definition.Purpose is { } purpose ? purposes.Find(purpose)?.Retention : null];
            if (both.Min() is { } limit)
            {
                limits[name] = limit;
            }
        }

        return limits;
    }
}
