using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>What a rule is evaluated against: the facts that a purpose may see, an instant, a zone, and the other segments. For one thread.</summary>
internal sealed class RuleContext(ProfileView view, DateTimeOffset now, TimeZoneInfo zone, SegmentSet set)
{
    public ProfileView View => view;

    public DateTimeOffset Now => now;

    public TimeZoneInfo Zone => zone;

    public SegmentSet Set => set;

    /// <summary>The memberships found so far, so that segments that share others cost no more than a list of them.</summary>
    public Dictionary<string, bool> Members { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>The flips found so far.</summary>
    public Dictionary<string, DateTimeOffset?> NextFlips { get; private init; } = new(StringComparer.Ordinal);

    public RuleContext At(DateTimeOffset instant) => new(view, instant, zone, set);

    public RuleContext For(SegmentDefinition definition) =>
        new(view, now, Resolve(definition.TimeZone, view, now), set) { Members = Members, NextFlips = NextFlips };

    /// <summary>Whether a value passes a test, which may compare it with traits of the person.</summary>
    public bool Passes(ValueTest test, AttributeValue? value) =>
        ValueTests.Holds(test, value, now, zone, view);

    public TimeZoneInfo ZoneOf(EventWindow.Calendar calendar) => calendar.TimeZone is { } name ? Resolve(name, view, now) : zone;

    public static TimeZoneInfo Resolve(string? name, ProfileView view, DateTimeOffset now)
    {
        if (name == Zones.OfProfile)
        {
            name = AttributePath.Find(view, Zones.TraitName, now)?.Value.AsString();
        }

        return name is not null && Zones.TryFind(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
