using System.Collections.Immutable;
using System.Globalization;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Segments;

/// <summary>A person of a test: facts put together by hand, at ages counted back from <see cref="Now"/>.</summary>
public sealed class Person
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Identifier Ada = Identifier.UserId("ada");

    private readonly List<LoggedEvent> _events = [];
    private readonly Dictionary<string, TraitValue> _traits = [];
    private ImmutableHashSet<string> _permitted = [];
    private ImmutableDictionary<string, ConsentStatus> _statuses = ImmutableDictionary<string, ConsentStatus>.Empty;
    private int _facts;

    public Person Did(string name, TimeSpan ago, Attributes? properties = null) => DidAt(name, Now - ago, properties);

    public Person DidAt(string name, DateTimeOffset at, Attributes? properties = null)
    {
        _events.Add(new LoggedEvent
        {
            Id = NextFact(),
            Kind = EventKind.Track,
            Name = name,
            Anchor = Ada,
            Identifiers = [Ada],
            OccurredAt = at,
            ReceivedAt = at,
            Properties = (properties ?? []).Freeze(),
        });
        return this;
    }

    public Person Has(
        string trait, AttributeValue value, TimeSpan? ago = null, Party party = Party.First, Explicitness explicitness = Explicitness.Implicit)
    {
        _traits[trait] = new TraitValue
        {
            Name = trait,
            Value = value,
            Fact = NextFact(),
            Identifier = Ada,
            OccurredAt = Now - (ago ?? TimeSpan.FromDays(1)),
            HeldSince = _facts % 3 == 0 ? Now - (ago ?? TimeSpan.FromDays(1)) - TimeSpan.FromDays(_facts % 7) : null,
            Party = party,
            Explicitness = explicitness,
        };
        return this;
    }

    public Person Permits(params string[] purposes)
    {
        _permitted = _permitted.Union(purposes);
        return this;
    }

    public Person Stands(string purpose, ConsentStatus status)
    {
        _statuses = _statuses.SetItem(purpose, status);
        return this;
    }

    public ProfileView View(Guid? id = null) => new()
    {
        Id = new ProfileId(id ?? Guid.Parse("11111111-2222-3333-4444-555555555555")),
        Purpose = "essential.service",
        Traits = _traits.ToImmutableDictionary(StringComparer.Ordinal),
        Events = EventHistory.Of(_events),
        Permitted = _permitted,
        Statuses = _statuses,
        FirstSeen = _events.Select(e => e.OccurredAt).Concat(_traits.Values.Select(t => t.OccurredAt)).Select(at => (DateTimeOffset?)at).Min(),
    };

    public static implicit operator ProfileView(Person person) => person.View();

    private FactId NextFact() => FactId.Of("test", (++_facts).ToString("D6", CultureInfo.InvariantCulture));
}
