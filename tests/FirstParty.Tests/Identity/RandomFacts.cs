using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>Facts that collide as often as possible: few identifiers, few instants, and every kind of act.</summary>
internal sealed class RandomFacts(int seed, IdentityRules rules)
{
    private readonly Random _random = new(seed);
    private readonly List<FactId> _said = [];
    private readonly bool _expires = rules.Namespaces.Any(rule => rule.ExpiresAfter is not null);
    private int _next;

    public static IReadOnlyList<(string Name, IdentityRules Rules)> RuleSets { get; } =
    [
        ("newest", Rules(LinkOrder.Newest)),
        ("oldest", Rules(LinkOrder.Oldest)),
        ("tight", Rules(LinkOrder.Newest, limit: 1, fanOut: 1)),
        ("loose", Rules(LinkOrder.Newest, limit: null, fanOut: null)),
        ("several unique", Rules(LinkOrder.Newest, limit: 2) with { RequireOneUnique = false, Namespaces = TwoUnique() }),
        ("budget", Rules(LinkOrder.Newest, limit: null, fanOut: null) with { ComponentBudget = 10 }),
        ("expiring, newest", Expiring(LinkOrder.Newest)),
        ("expiring, oldest", Expiring(LinkOrder.Oldest)),
        ("node attribution", Rules(LinkOrder.Oldest, limit: 2) with { Attribution = AttributionMode.Node }),
    ];

    public IdentityAssertion Next()
    {
        var id = FactId.Of("random", $"f{_next++}");
        var at = IdentityVector.At(_random.Next(30));
        IdentityAssertion fact = _random.Next(100) switch
        {
            var roll when roll >= 90 && _expires => new ExpireAssertion { Id = id, At = at, AsOf = IdentityVector.At(_random.Next(60)) },
            < 3 => new AliasAssertion { Id = id, At = at, From = Pick("user"), To = Pick("user") },
            < 6 => new SeparateAssertion { Id = id, At = at, First = Pick(), Second = Pick() },
            < 14 => new RetractAssertion { Id = id, At = at, Targets = [Target()] },
            < 16 => Erase(id, at),
            < 19 => new LinkAssertion { Id = id, At = at, Identifiers = [Pick(), Pick()] },
            _ => new EventAssertion
            {
                Id = id,
                Identifiers = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Pick())],
                OccurredAt = at,
                ReceivedAt = _random.Next(10) == 0 ? IdentityVector.At(_random.Next(30)) : null,
                Strength = _random.Next(4) == 0 ? (AssertionStrength)_random.Next(1, 6) : AssertionStrength.Observed,
            },
        };
        if (fact is not EraseAssertion)
        {
            _said.Add(id);
        }

        return fact;
    }

    private static IdentityRules Rules(LinkOrder order, int? limit = 3, int? fanOut = 3) => new()
    {
        Order = order,
        Namespaces =
        [
            new() { Namespace = "user", Priority = 1, Unique = true, Class = IdentifierClass.Person },
            new() { Namespace = "email", Priority = 3, Limit = limit, MaxFanOut = fanOut, Derives = "hash" },
            new() { Namespace = "hash", Priority = 5, MaxFanOut = fanOut, Normaliser = IdentifierNormaliser.Lower },
            new() { Namespace = "device", Priority = 9, Class = IdentifierClass.Device, MaxFanOut = fanOut, Limit = limit },
            new() { Namespace = "account", Priority = 20, Entity = IdentifierEntity.Account },
        ],
    };

    private static IdentityRules Expiring(LinkOrder order) => Rules(order) is var lasting
        ? lasting with
        {
            Namespaces =
            [
                .. lasting.Namespaces.Select(rule => rule.Namespace switch
                {
                    "device" => rule with { ExpiresAfter = TimeSpan.FromSeconds(12) },
                    "email" => rule with { ExpiresAfter = TimeSpan.FromSeconds(25) },
                    _ => rule,
                }),
            ],
        }
        : lasting;

    private static ImmutableArray<NamespaceRule> TwoUnique() =>
    [
        new() { Namespace = "user", Priority = 2, Unique = true, Class = IdentifierClass.Person },
        new() { Namespace = "email", Priority = 1, MaxFanOut = 4, Derives = "hash" },
        new() { Namespace = "hash", Priority = 3, Unique = true },
        new() { Namespace = "device", Priority = 9, Class = IdentifierClass.Device, MaxFanOut = 4 },
        new() { Namespace = "account", Priority = 20, Entity = IdentifierEntity.Account },
    ];

    private Identifier Pick(string? only = null) => (only ?? (_random.Next(11) switch { < 3 => "user", < 6 => "email", < 7 => "hash", < 10 => "device", _ => "account" })) switch
    {
        "user" => new Identifier("user", $"u{_random.Next(5)}"),
        "email" => new Identifier("email", $"e{_random.Next(5)}@x"),
        "hash" => RuleBook.Of(rules).Derive(new Identifier("email", $"e{_random.Next(6)}@x"))!.Value,
        "device" => new Identifier("device", $"d{_random.Next(6)}"),
        _ => new Identifier("account", $"a{_random.Next(2)}"),
    };

    // Mostly what was said, sometimes what never was or will be only later.
    private FactId Target() => _said.Count > 0 && _random.Next(5) > 0
        ? _said[_random.Next(_said.Count)]
        : FactId.Of("random", $"f{_next + _random.Next(1, 5)}");

    // Each identifier is erased in one scope alone: what an erasure of the identifier has redacted, a later one of the profile cannot find.
    private EraseAssertion Erase(FactId id, DateTimeOffset at)
    {
        var targets = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick()).ToList();
        var scope = Scope(targets[0]);
        return new EraseAssertion
        {
            Id = id,
            At = at,
            Targets = [.. targets.Where(target => Scope(target) == scope).Select(ProfileId.Of).Distinct()],
            Scope = scope,
            Suppress = _random.Next(4) == 0,
        };
    }

    private static ErasureScope Scope(Identifier identifier) => (ErasureScope)((identifier.Namespace.Length + identifier.Value[1]) % 2);
}
