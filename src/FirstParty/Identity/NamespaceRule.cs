using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>How the identifiers of one namespace behave in resolution.</summary>
public sealed record NamespaceRule
{
    /// <summary>The weakest priority that can be given.</summary>
    public const int MaxPriority = 255;

    /// <summary>The namespace's name, such as <c>email</c>. Case-sensitive, 1 to 64 characters.</summary>
    public required string Namespace { get; init; }

    /// <summary>How much it says about who somebody is, from 1, the strongest, to <see cref="MaxPriority"/>.</summary>
    public required int Priority { get; init; }

    /// <summary>Whom its values belong to. People by default.</summary>
    public IdentifierEntity Entity { get; init; } = IdentifierEntity.Person;

    /// <summary>What its values stand for.</summary>
    public IdentifierClass Class { get; init; } = IdentifierClass.Contact;

    /// <summary>Whether a profile has at most one value of it: two of them never share a profile.</summary>
    public bool Unique { get; init; }

    /// <summary>The most values a profile may have, or null for any number. A unique namespace has 1.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// With more than this many distinct stronger neighbours a value is contested and joins nobody: a kiosk, a shared inbox. Null for never.
    /// </summary>
    public int? MaxFanOut { get; init; }

    /// <summary>How values are brought to one form.</summary>
    public IdentifierNormaliser Normaliser { get; init; } = IdentifierNormaliser.None;

    /// <summary>
    /// Regular expressions, matched to the whole normalised value without regard to case, of values that stand for nobody. Applied at
    /// resolve time, so that adding one heals old profiles at the next rebuild. No look-around and no back-references.
    /// </summary>
    public ImmutableArray<string> Blocked { get; init; } = [];

    /// <summary>The namespace whose values are the lower-case hexadecimal SHA-256 of this one's, or null.</summary>
    public string? Derives { get; init; }

    /// <summary>
    /// How long after an event what it tied a value to still holds, or null for ever. Above zero. Nothing expires by itself: only as of an instant that
    /// somebody of the host has logged (<see cref="ExpireAssertion"/>), so that profiles stay a function of the facts and never of the clock. A link
    /// expires by the shorter time of its two ends, counted from the newest event that says it; what a person of the host decided
    /// (<see cref="AssertionStrength.Manual"/>) and what follows from the values (<see cref="AssertionStrength.Derived"/>: a hash, an alias) never does.
    /// </summary>
    /// <remarks>
    /// The value stays known, with the events anchored at it; only the tie goes. Who signed in when on a shared device is history and does not expire, so
    /// its anonymous events stay with whoever had it then; those of a device of one person go with the device.
    /// </remarks>
    public TimeSpan? ExpiresAfter { get; init; }

    internal int MaxPerProfile => Unique ? 1 : Limit ?? int.MaxValue;
}
