using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;
using FirstParty.Tests.Identity;

namespace FirstParty.Tests.Profiles;

/// <summary>The traits of Vectors/identity.json: resolution gives each claim its profile, survivorship the value.</summary>
public sealed class SurvivorshipVectorTests
{
    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.Cases))]
    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.GeneratedCases))]
    public void Resolve_GivesTheExpectedTraits_InAnyOrder(object given)
    {
        var vector = (IdentityVector)given;
        var resolution = IdentityResolver.Resolve(vector.Rules, vector.Inputs);
        var claims = Claims(vector, resolution).ToList();
        var expected = vector.Expect.GetProperty("profiles").EnumerateArray()
            .SelectMany(profile => Expected(resolution, profile))
            .Order(StringComparer.Ordinal)
            .ToList();
        var random = new Random(11);
        for (var i = 0; i < 20; i++)
        {
            Print(vector, [.. Shuffles.Shuffle(random, [.. claims, .. claims])]).ShouldBe(expected);
        }
    }

    private static IEnumerable<(ProfileId Profile, TraitClaim Claim)> Claims(IdentityVector vector, Resolution resolution)
    {
        foreach (var input in vector.RawInputs.EnumerateArray())
        {
            var id = IdentityVector.Fact(input.GetProperty("id").GetString()!);
            if (!input.TryGetProperty("traits", out var traits) || !resolution.Attribution.TryGetValue(id, out var attribution) || !attribution.KeepsClaims)
            {
                continue;
            }

            var fact = vector.Inputs.OfType<EventAssertion>().First(assertion => assertion.Id == id);
            foreach (var trait in traits.EnumerateObject())
            {
                yield return (attribution.Profile!.Value, new TraitClaim
                {
                    Fact = id with { Source = input.GetProperty("channel").GetString()! },
                    Trait = trait.Name,
                    Value = AttributeJson.Parse(JsonSerializer.SerializeToUtf8Bytes(trait.Value)),
                    Identifier = attribution.Anchor!.Value,
                    OccurredAt = fact.At,
                    Party = Enum.Parse<Party>(input.GetProperty("party").GetString()!, ignoreCase: true),
                });
            }
        }
    }

    private static List<string> Print(IdentityVector vector, IReadOnlyList<(ProfileId Profile, TraitClaim Claim)> claims) => [.. claims
        .GroupBy(claim => (claim.Profile, claim.Claim.Trait), claim => claim.Claim)
        .Select(group => (group.Key, Value: Survivorship.Resolve(group, Rule(vector, group.Key.Trait), vector.AsOf)?.Value))
        .Where(survivor => survivor.Value is not null)
        .Select(survivor => $"{survivor.Key.Profile} {survivor.Key.Trait} {survivor.Value}")
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Expected(Resolution resolution, JsonElement profile)
    {
        var id = resolution.Find(IdentityVector.ReadIdentifier(profile.GetProperty("identifiers")[0]))!.Id;
        return profile.GetProperty("traits").EnumerateObject()
            .Select(trait => $"{id} {trait.Name} {AttributeJson.Parse(JsonSerializer.SerializeToUtf8Bytes(trait.Value))}");
    }

    private static SurvivorshipRule Rule(IdentityVector vector, string trait)
    {
        if (!vector.RawRules.TryGetProperty("traits", out var traits) || !traits.TryGetProperty(trait, out var rule))
        {
            return SurvivorshipRule.MostRecent;
        }

        var strategy = rule.ValueKind == JsonValueKind.String ? rule : rule.GetProperty("strategy");
        return new SurvivorshipRule(Enum.Parse<SurvivorshipStrategy>(strategy.GetString()!, ignoreCase: true))
        {
            Sources = rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("sources", out var sources)
                ? [.. sources.EnumerateArray().Select(source => source.GetString()!)]
                : [],
            StaleAfter = rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("staleAfter", out var stale)
                ? TimeSpan.FromSeconds(stale.GetInt64())
                : null,
        };
    }
}
