using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class IdentityVectorTests
{
    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.Cases))]
    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.GeneratedCases))]
    public void Resolve_GivesTheExpectedProfiles(object given)
    {
        var vector = (IdentityVector)given;
        var resolution = IdentityResolver.Resolve(vector.Rules, vector.Inputs);

        Profiles(resolution).ShouldBe(
            [.. vector.Expect.GetProperty("profiles").EnumerateArray()
                .Select(profile => string.Join(' ', profile.GetProperty("identifiers").EnumerateArray().Select(Expected).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal)],
            vector.Name);
        CheckExtras(vector, resolution);
    }

    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.Cases))]
    public void Resolve_IgnoresOrderAndDuplicates(object given)
    {
        var vector = (IdentityVector)given;
        var expected = IdentityVector.Print(IdentityResolver.Resolve(vector.Rules, vector.Inputs));
        var random = new Random(4);
        foreach (var order in Shuffles.Of(vector.Inputs, seed: 4))
        {
            IdentityVector.Print(IdentityResolver.Resolve(vector.Rules, order)).ShouldBe(expected);
            var twice = Shuffles.Shuffle(random, [.. order, order[random.Next(order.Count)]]);
            IdentityVector.Print(IdentityResolver.Resolve(vector.Rules, twice)).ShouldBe(expected);
        }
    }

    [Test]
    public void Validate_FindsNothing_InTheDefaultRules() => IdentityRules.Default.Validate().ShouldBeEmpty();

    private static string Expected(System.Text.Json.JsonElement identifier) => IdentityVector.Print(IdentityVector.ReadIdentifier(identifier));

    private static List<string> Profiles(Resolution resolution) => [.. resolution.Profiles
        .Select(profile => string.Join(' ', profile.Identifiers.Select(IdentityVector.Print).Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal)];

    private static void CheckExtras(IdentityVector vector, Resolution resolution)
    {
        if (vector.Expect.TryGetProperty("attribution", out var attribution))
        {
            foreach (var entry in attribution.EnumerateObject())
            {
                var profile = resolution.Attribution[IdentityVector.Fact(entry.Name)].Profile;
                var representative = resolution.Profiles.SingleOrDefault(candidate => candidate.Id == profile)?.Representative;
                (representative is { } known ? IdentityVector.Print(known) : null).ShouldBe(entry.Value.GetString(), entry.Name);
            }
        }

        if (vector.Expect.TryGetProperty("rejectedLinks", out var rejected))
        {
            resolution.RejectedLinks.Select(link => $"{IdentityVector.Print(link.First)} {IdentityVector.Print(link.Second)}").ShouldBe(
                rejected.EnumerateArray().Select(link => string.Join(' ', link.EnumerateArray().Select(end => end.GetString()))), ignoreOrder: true);
        }

        if (vector.Expect.TryGetProperty("contested", out var contested))
        {
            resolution.Contested.Select(IdentityVector.Print).ShouldBe(contested.EnumerateArray().Select(item => item.GetString()!), ignoreOrder: true);
        }

        if (vector.Expect.TryGetProperty("memberships", out var memberships))
        {
            resolution.Memberships
                .Select(membership => (Member: resolution.Profiles.Single(profile => profile.Id == membership.Profile).Representative, membership.Account))
                .Select(membership => $"{IdentityVector.Print(membership.Member)} {IdentityVector.Print(membership.Account)}")
                .ShouldBe(memberships.EnumerateArray().Select(pair => string.Join(' ', pair.EnumerateArray().Select(end => end.GetString()))), ignoreOrder: true);
        }

        if (vector.Expect.TryGetProperty("ids", out var ids))
        {
            resolution.Profiles.Select(profile => IdentityVector.Print(profile.Representative))
                .ShouldBe(ids.EnumerateArray().Select(item => item.GetString()!), ignoreOrder: true);
        }
    }
}
