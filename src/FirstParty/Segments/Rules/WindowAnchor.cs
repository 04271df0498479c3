namespace FirstParty.Segments.Rules;

/// <summary>The instant that a "first … after" window starts at. A closed set: each case is a nested record. When there is no such instant,
/// no event is in the window.</summary>
public abstract record WindowAnchor
{
    private protected WindowAnchor()
    {
    }

    /// <summary>When anything was first known of the person.</summary>
    public sealed record FirstSeen : WindowAnchor;

    /// <summary>The person's first event of any name.</summary>
    public sealed record FirstEvent : WindowAnchor;

    /// <summary>The person's last event of any name.</summary>
    public sealed record LastEvent : WindowAnchor;

    /// <summary>The date or instant that a trait holds.</summary>
    /// <param name="Name">The trait's name.</param>
    public sealed record Trait(string Name) : WindowAnchor
    {
        /// <summary>The trait's name.</summary>
        public string Name { get; } = RuleLimits.CheckName(Name, nameof(Name));
    }

    /// <summary>The person's first event of a name.</summary>
    /// <param name="Event">The event's name.</param>
    public sealed record FirstOf(string Event) : WindowAnchor
    {
        /// <summary>The event's name.</summary>
        public string Event { get; } = RuleLimits.CheckName(Event, nameof(Event));
    }

    /// <summary>The person's last event of a name.</summary>
    /// <param name="Event">The event's name.</param>
    public sealed record LastOf(string Event) : WindowAnchor
    {
        /// <summary>The event's name.</summary>
        public string Event { get; } = RuleLimits.CheckName(Event, nameof(Event));
    }
}
