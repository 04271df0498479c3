using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>What a person refused is stored nowhere, the identity graph included: an address that came as a trait names nobody while it may not be kept.</summary>
public sealed class RefusedAddressTests
{
    private const string Letter = "tea-letter";
    private const string Service = "essential.service";
    private const string Text = "ada@example.com";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Address = Identifier.Email(Text);

    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task OpenAsync() => _cdp = await CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory().Purpose(Letter, LawfulBasis.Consent)
        .Taxonomy(data => data.Trait("email", DataKind.Identity, purpose: Letter).Event("Tea Chosen", DataKind.Quantitative)));

    [TearDown]
    public ValueTask CloseAsync() => _cdp.DisposeAsync();

    [Test]
    public async Task AnAddressThatIsRefused_NamesNobody_AndTheRestIsKept()
    {
        var outcome = await _cdp.IngestAsync(Identify(Ada, " Ada@Example.com "));
        outcome.Status.ShouldBe(EventStatus.Accepted);
        outcome.Notes.ShouldContain(new OutcomeNote(EventReason.PurposeNotPermitted, "email", Letter));
        (await _cdp.Profiles.FindAsync(Address, Service)).ShouldBeNull();
        (await _cdp.Privacy.PreviewExportAsync(Ada))!.Identifiers.ShouldBe([Ada]);
        (await _cdp.Privacy.PreviewExportAsync(Ada))!.Events.ShouldHaveSingleItem().Identifiers.ShouldBe([Ada]);

        await _cdp.RebuildAsync();
        (await _cdp.Profiles.FindAsync(Address, Service)).ShouldBeNull();
    }

    [Test]
    public async Task TheSameAddress_NamesItsPerson_OnceItMayBeKept()
    {
        await _cdp.Consent.GrantAsync(Ada, Letter);
        (await _cdp.IngestAsync(Identify(Ada, Text))).Notes.ShouldBeEmpty();
        (await _cdp.Profiles.FindAsync(Address, Service))!.Id.ShouldBe((await _cdp.Profiles.FindAsync(Ada, Service))!.Id);

        await _cdp.Consent.WithdrawAsync(Ada, Letter);
        await _cdp.IngestAsync(Identify(Identifier.AnonymousId("handset"), Text));
        (await _cdp.Profiles.FindAsync(Identifier.AnonymousId("handset"), Service))!.Id
            .ShouldNotBe((await _cdp.Profiles.FindAsync(Ada, Service))!.Id, "nothing new is collected by it");
    }

    [Test]
    public async Task AnEventThatOnlyARefusedAddressNames_IsWithheld()
    {
        var outcome = await _cdp.IngestAsync(Identify(Address, Text));
        (outcome.Status, outcome.Purpose).ShouldBe((EventStatus.Withheld, Letter));
        (await _cdp.Profiles.CountAsync()).ShouldBe(0);
    }

    [Test]
    public async Task ARefusedAddressInTheContext_IsTakenOut_AndNamesNobody()
    {
        var outcome = await _cdp.IngestAsync(new TrackEvent
        {
            Name = "Tea Chosen",
            Identifiers = [Ada, Address],
            Context = new() { ["traits"] = new Attributes { ["email"] = Text, ["plan"] = "pro" }, ["locale"] = "sv-SE" },
        });
        outcome.Notes.ShouldContain(new OutcomeNote(EventReason.PurposeNotPermitted, "context.traits.email", Letter));
        (await _cdp.Profiles.FindAsync(Address, Service)).ShouldBeNull();
        var kept = (await _cdp.Privacy.PreviewExportAsync(Ada))!.Events.ShouldHaveSingleItem();
        kept.Identifiers.ShouldBe([Ada]);
        kept.Context["locale"].AsString().ShouldBe("sv-SE");
        kept.Context["traits"].AsObject()!.Keys.ShouldBe(["plan"]);
    }

    private static IdentifyEvent Identify(Identifier who, string address) => new()
    {
        Identifiers = [.. new[] { who, Identifier.Email(address) }.Distinct()],
        Traits = new() { ["email"] = address, ["firstName"] = "Ada" },
    };
}
