using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Events;

/// <summary>
/// What a host or a client hands in: one call of the Segment spec, not yet classified, consented or stored. Closed over six kinds.
/// </summary>
/// <seealso href="https://segment.com/docs/connections/spec/common/">Segment spec: common fields</seealso>
public abstract record CustomerEvent
{
    /// <summary>The longest <see cref="MessageId"/>, in UTF-16 characters.</summary>
    public const int MaxMessageIdLength = 100;

    private protected CustomerEvent()
    {
    }

    /// <summary>
    /// The id by which the event counts once within its source, at most <see cref="MaxMessageIdLength"/> characters. Null: the library
    /// assigns a UUIDv7, and a retry then counts again.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>The name of a registered source; null is <see cref="SourceDefinition.Server"/>, the host's own code.</summary>
    public string? Source { get; init; }

    /// <summary>The identifiers it carries: at least one, in any order, at most <see cref="MaxIdentifiers"/>.</summary>
    public ImmutableArray<Identifier> Identifiers { get; init; } = [];

    /// <summary>The most identifiers that one event may carry.</summary>
    public const int MaxIdentifiers = 16;

    /// <summary>When it happened by the client's clock; null means now. An instant in the future is clamped to now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When the client sent it, by the same clock as <see cref="Timestamp"/>: the difference to now is the clock's error. Null: no correction.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Segment's context object.</summary>
    public Attributes Context { get; init; } = Attributes.Empty;

    /// <summary>How strongly it ties its identifiers together; the host vouches for anything stronger than <see cref="AssertionStrength.Observed"/>.</summary>
    public AssertionStrength Strength { get; init; } = AssertionStrength.Observed;

    /// <summary>Whether it was stated, observed or computed; null takes the source's default.</summary>
    public Explicitness? Explicitness { get; init; }

    /// <summary>Which of the six calls it is.</summary>
    public abstract EventKind Kind { get; }

    /// <summary>The name it has in definitions and rules.</summary>
    public abstract string EventName { get; }

    /// <summary>The properties or traits it brings.</summary>
    public abstract Attributes Body { get; }
}
