using System.Collections.Immutable;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Identity;

/// <summary>One case of Vectors/identity.json: rules, facts, and what must come of them in every order.</summary>
internal sealed class IdentityVector
{
    private readonly JsonElement _vector;

    private IdentityVector(JsonElement vector)
    {
        _vector = vector;
        Rules = ReadRules(vector.GetProperty("rules"));
        Inputs = [.. vector.GetProperty("inputs").EnumerateArray().Select(ReadFact)];
    }

    public static IReadOnlyList<IdentityVector> All { get; } = Load("identity.json");

    /// <summary>Random colliding facts, with what the executable reference of the design makes of them.</summary>
    public static IReadOnlyList<IdentityVector> Generated { get; } = Load("identity-generated.json");

    public string Name => _vector.GetProperty("name").GetString()!;

    public IdentityRules Rules { get; }

    public IReadOnlyList<IdentityAssertion> Inputs { get; }

    public JsonElement RawRules => _vector.GetProperty("rules");

    public JsonElement RawInputs => _vector.GetProperty("inputs");

    public JsonElement Expect => _vector.GetProperty("expect");

    public static IEnumerable<TestCaseData> Cases => All.Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.Name));

    public static IEnumerable<TestCaseData> GeneratedCases =>
        Generated.Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.Name));

    /// <summary>The instant that staleness is measured against.</summary>
    public DateTimeOffset AsOf => At(RawRules.TryGetProperty("asOf", out var asOf) ? asOf.GetInt64() : 0);

    public override string ToString() => Name;

    public static DateTimeOffset At(long time) => DateTimeOffset.UnixEpoch.AddSeconds(time);

    public static FactId Fact(string id) => FactId.Of("vector", id);

    public static string Print(Identifier identifier) => $"{identifier.Namespace}:{identifier.Value}";

    public static Identifier ReadIdentifier(JsonElement json) =>
        new(json.GetProperty("ns").GetString()!, json.GetProperty("value").ToString());

    /// <summary>The whole resolution in text, in the words of the vectors.</summary>
    public static string Print(Resolution resolution) => string.Join('\n',
        [
            .. resolution.Profiles.Select(profile => $"{Print(profile.Representative)} = {string.Join(' ', profile.Identifiers.Select(Print))}"),
            "rejected " + string.Join(' ', resolution.RejectedLinks.Select(link => $"{Print(link.First)}-{Print(link.Second)}")),
            "contested " + string.Join(' ', resolution.Contested.Select(Print)),
            .. resolution.Attribution.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key.Key} -> {pair.Value}"),
            .. resolution.Memberships.Select(membership => $"{membership.Profile} in {Print(membership.Account)}"),
        ]);

    private static List<IdentityVector> Load(string file)
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", file);
        return [.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("vectors").EnumerateArray().Select(vector => new IdentityVector(vector))];
    }

    private static IdentityRules ReadRules(JsonElement json) => new()
    {
        Order = json.GetProperty("order").GetString() == "oldest" ? LinkOrder.Oldest : LinkOrder.Newest,
        Attribution = json.TryGetProperty("attribution", out var mode) && mode.GetString() == "tenancy" ? AttributionMode.Tenancy : AttributionMode.Node,
        Region = json.TryGetProperty("region", out var region) ? region.GetString()! : "US",
        RequireOneUnique = false,
        Namespaces = [.. json.GetProperty("namespaces").EnumerateArray().Select(ReadNamespace)],
    };

    private static NamespaceRule ReadNamespace(JsonElement json) => new()
    {
        Namespace = json.GetProperty("ns").GetString()!,
        Priority = json.GetProperty("priority").GetInt32(),
        Unique = json.TryGetProperty("unique", out var unique) && unique.GetBoolean(),
        Limit = json.TryGetProperty("limit", out var limit) ? limit.GetInt32() : null,
        MaxFanOut = json.TryGetProperty("maxFanOut", out var fanOut) ? fanOut.GetInt32() : null,
        Class = Text(json, "class") switch
        {
            "device" => IdentifierClass.Device,
            "person" => IdentifierClass.Person,
            _ => IdentifierClass.Contact,
        },
        Entity = Text(json, "entity") == "account" ? IdentifierEntity.Account : IdentifierEntity.Person,
        Normaliser = Text(json, "normalise") switch
        {
            "email" => IdentifierNormaliser.Email,
            "phone" => IdentifierNormaliser.Phone,
            "lower" => IdentifierNormaliser.Lower,
            "guid" => IdentifierNormaliser.Guid,
            _ => IdentifierNormaliser.None,
        },
        Blocked = json.TryGetProperty("blocked", out var blocked) ? [.. blocked.EnumerateArray().Select(item => item.GetString()!)] : [],
        Derives = Text(json, "derives"),
    };

    private IdentityAssertion ReadFact(JsonElement json)
    {
        var id = Fact(json.GetProperty("id").GetString()!);
        var at = At(json.TryGetProperty("time", out var time) ? time.GetInt64() : 0);
        ImmutableArray<Identifier> identifiers = [.. json.GetProperty("identifiers").EnumerateArray().Select(ReadIdentifier)];
        return Text(json, "kind") switch
        {
            "alias" => new AliasAssertion { Id = id, At = at, From = identifiers[0], To = identifiers[1] },
            "cannotLink" => new SeparateAssertion { Id = id, At = at, First = identifiers[0], Second = identifiers[1] },
            "retract" => new RetractAssertion { Id = id, At = at, Targets = [.. json.GetProperty("targets").EnumerateArray().Select(target => Fact(target.GetString()!))] },
            "erase" => new EraseAssertion
            {
                Id = id,
                At = at,
                Targets = [.. identifiers.Select(raw => Rules.TryNormalise(raw, out var known, out _) ? ProfileId.Of(known.Value) : default)],
                Scope = Text(json, "mode") == "profile" ? ErasureScope.Profile : ErasureScope.Identifier,
                Suppress = Text(json, "reingest") == "block",
            },
            _ => new EventAssertion
            {
                Id = id,
                Identifiers = identifiers,
                OccurredAt = at,
                ReceivedAt = json.TryGetProperty("received", out var received) ? At(received.GetInt64()) : null,
                Strength = Enum.Parse<AssertionStrength>(Text(json, "strength") ?? "observed", ignoreCase: true),
            },
        };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
