using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>From a profile's id back to whom the host knows, for a purpose: what that may not see is not told.</summary>
[TestFixture]
[CancelAfter(120_000)]
public sealed class KnownIdentifiersTests
{
    private const string Service = "essential.service";
    private const string Letter = "letter";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Address = Identifier.Email("ada@example.com");
    private static readonly ProfileId Id = ProfileId.Of(Ada);

    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task SetUp() => _cdp = await CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .Purpose(Letter, LawfulBasis.Consent)
        .Source("web", Party.First)
        .Taxonomy(data => data
            .Trait("phone", DataKind.Identity, purpose: Letter)
            .Trait("letterTea", DataKind.Qualitative, purpose: Letter)
            .Event("Letter Opened", DataKind.Quantitative, purpose: Letter))
        .Segment("buyers", Rule.Count("Order Completed").AtLeast(1)));

    [TearDown]
    public async Task TearDown() => await _cdp.DisposeAsync();

    [Test]
    public async Task SomebodyWithoutTraits_IsTracedBackFromAChangeAndAMembership()
    {
        await _cdp.TrackAsync(Ada, "Order Completed");
        var change = (await _cdp.Segments.ChangesAsync(0))[^1].Change;
        (await _cdp.Profiles.IdentifiersAsync(change.Profile, Service)).ShouldBe([Ada]);
        await foreach (var member in _cdp.Segments.MembersAsync("buyers"))
        {
            (await _cdp.Profiles.IdentifiersAsync(member.Profile, Service)).ShouldBe([Ada]);
        }
    }

    [Test]
    public async Task WhoDoesNotPermitThePurpose_IsNotTold()
    {
        await _cdp.TrackAsync(Ada, "Order Completed");
        (await KnownAsync(Letter)).ShouldBeEmpty("never asked");
        await _cdp.Consent.GrantAsync(Ada, Letter);
        (await KnownAsync(Letter)).ShouldBe([Ada]);
        await _cdp.Consent.WithdrawAsync(Ada, Letter);
        (await KnownAsync(Letter)).ShouldBeEmpty();
        (await KnownAsync(Service)).ShouldBe([Ada]);
    }

    [Test]
    public async Task Address_IsTold_OnceItsOwnWordOrTheHostsTieAllowsIt()
    {
        await _cdp.TrackAsync(Ada, "Order Completed");
        await _cdp.Consent.GrantAsync(Ada, Letter);
        await _cdp.IngestAsync(new TrackEvent { Name = "Order Completed", Source = "web", Identifiers = [Ada, Address] });
        (await KnownAsync(Letter)).ShouldBe([Ada], "an address that was merely named beside her gave no consent");
        (await KnownAsync(Service)).ShouldBe([Ada, Address]);
        await _cdp.LinkAsync(Ada, Address);
        (await KnownAsync(Letter)).ShouldBe([Ada, Address]);
        await _cdp.Consent.DenyAsync(Address, Letter);
        (await KnownAsync(Letter)).ShouldBeEmpty("a refusal by any of hers is hers");
    }

    [Test]
    public async Task NumberCollectedForAPurpose_IsToldNobody_OnceThatIsRefused()
    {
        var number = Identifier.Phone("+441632960001");
        await _cdp.Consent.GrantAsync(Ada, Letter);
        await _cdp.TrackAsync(Ada, "Order Completed");
        await _cdp.LinkAsync(Ada, number);
        (await KnownAsync(Service)).ShouldBe([Ada, number]);
        await _cdp.Consent.WithdrawAsync(Ada, Letter);
        (await KnownAsync(Service)).ShouldBe([Ada]);
    }

    [Test]
    public async Task DeviceThatOnlyRefusedFactsName_IsNotTold()
    {
        var phone = Identifier.AnonymousId("phone-7");
        await _cdp.LinkAsync(Ada, Identifier.AnonymousId("laptop"));
        await _cdp.Consent.GrantAsync(Ada, Letter);
        await _cdp.IngestAsync(new TrackEvent { Name = "Letter Opened", Source = "web", Identifiers = [Ada, phone], Strength = AssertionStrength.Authoritative });
        (await KnownAsync(Service)).ShouldContain(phone);
        await _cdp.Consent.WithdrawAsync(Ada, Letter);
        (await KnownAsync(Service)).ShouldBe([Ada, Identifier.AnonymousId("laptop")]);
    }

    [Test]
    public async Task WhoWasErased_IsNobody()
    {
        await _cdp.TrackAsync(Ada, "Order Completed");
        await _cdp.Privacy.EraseAsync(Ada);
        (await KnownAsync(Service)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(async () => await _cdp.Profiles.IdentifiersAsync(Id, "never-registered"));
    }

    private async Task<IReadOnlyList<Identifier>> KnownAsync(string purpose) => await _cdp.Profiles.IdentifiersAsync(Id, purpose);
}
