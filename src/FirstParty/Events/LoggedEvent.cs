using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Events;

/// <summary>
/// One accepted event as the log holds it: immutable, classified, and stamped with the decision that let it in. It names identifiers and
/// never a profile, so a merge rewrites no event.
/// </summary>
public sealed record LoggedEvent
{
    /// <summary>The name that a <see cref="EventKind.Page"/> event has in rules and definitions.</summary>
    public const string PageViewed = "Page Viewed";

    /// <summary>The name that a <see cref="EventKind.Screen"/> event has in rules and definitions.</summary>
    public const string ScreenViewed = "Screen Viewed";

    /// <summary>The name of what is left of an event after its retention: that its identifiers were named together, and nothing else.</summary>
    public const string Expired = "Expired";

    /// <summary>The fact's identity, by which it counts once.</summary>
    public required FactId Id { get; init; }

    /// <summary>The content's fingerprint as it came, times and context left out: tells a retry from a reused messageId.</summary>
    public long Fingerprint { get; init; }

    /// <summary>Which of the six calls it was.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The event's name: of a track call its own, of the others <c>Page Viewed</c>, <c>Screen Viewed</c>, <c>Identify</c>, <c>Group</c>, <c>Alias</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The identifier it belongs to, normalised: the strongest usable one. Whatever profile owns it owns the event.</summary>
    public required Identifier Anchor { get; init; }

    /// <summary>The identifiers it carries as received; of an alias call first the continued id, then the new one. Never empty.</summary>
    public required ImmutableArray<Identifier> Identifiers { get; init; }

    /// <summary>When it happened: the corrected client time, never after <see cref="ReceivedAt"/>. UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was received. UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The properties of a track, page or screen call; the traits of an identify or group call.</summary>
    public Attributes Properties { get; init; } = Attributes.Empty;

    /// <summary>Segment's context object, as received and within its bounds.</summary>
    public Attributes Context { get; init; } = Attributes.Empty;

    /// <summary>How strongly it ties its identifiers together.</summary>
    public AssertionStrength Strength { get; init; } = AssertionStrength.Observed;

    /// <summary>The party of its source.</summary>
    public Party Party { get; init; } = Party.First;

    /// <summary>Whether it was stated, observed or computed.</summary>
    public Explicitness Explicitness { get; init; } = Explicitness.Implicit;

    /// <summary>The sensitivity of its definition, or a higher one that a scanner found.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Personal;

    /// <summary>The special categories it reveals.</summary>
    public SpecialCategories SpecialCategories { get; init; }

    /// <summary>The sequence number of the consent record that let it in, or null when none was needed.</summary>
    public long? ConsentSequence { get; init; }

    /// <summary>What was decided about single properties, where it differs from the event as a whole.</summary>
    public ImmutableArray<PropertyStamp> Stamps { get; init; } = [];

    /// <summary>How sure its source is, and what it was computed from, as its context says.</summary>
    public FactProvenance Provenance => FactProvenance.In(Context);

    /// <summary>The account of a group call; null for all others.</summary>
    public string? GroupId { get; init; }
}
