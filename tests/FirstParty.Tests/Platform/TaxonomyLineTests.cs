using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Schemas;
using FirstParty.Taxonomies.Versions;
using FirstParty.Tests.Consent;

namespace FirstParty.Tests.Platform;

/// <summary>What the taxonomy promises, through the whole line: schemas, scanning, derived facts, stale snapshots, changed definitions.</summary>
public sealed class TaxonomyLineTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SteppingClock _clock = new(Noon);

    [SetUp]
    public void Reset() => _clock.Now = Noon;

    // total must be a number from 0, currency one of two; note is free.
    [TestCase(SchemaMode.Allow, EventStatus.Accepted, 0, "currency,note,total")]
    [TestCase(SchemaMode.Warn, EventStatus.Accepted, 2, "currency,note,total")]
    [TestCase(SchemaMode.Omit, EventStatus.Accepted, 2, "note")]
    [TestCase(SchemaMode.Quarantine, EventStatus.Quarantined, 0, "")]
    public async Task Schema_DoesAsItsModeSays(SchemaMode mode, EventStatus status, int notes, string kept)
    {
        await using var cdp = await OpenAsync(data => data.Event("Tea Poured", DataKind.Quantitative, refine: poured => poured with { Schema = Pouring(mode) }));
        var broken = await cdp.TrackAsync(Ada, "Tea Poured", new() { ["total"] = -1, ["currency"] = "DKK", ["note"] = "hot" });
        broken.Status.ShouldBe(status);
        broken.Notes.Count(note => note.Reason == EventReason.SchemaViolation).ShouldBe(notes);
        var stored = await cdp.Profiles.EventsAsync(Ada, "essential.service");
        string.Join(',', stored.SelectMany(logged => logged.Properties.Keys).Order(StringComparer.Ordinal)).ShouldBe(kept);

        var sound = await cdp.TrackAsync(Ada, "Tea Poured", new() { ["total"] = 3, ["currency"] = "SEK" });
        (sound.Status, sound.Notes.Length).ShouldBe((EventStatus.Accepted, 0));
    }

    [Test]
    public async Task Quarantine_IsReplayed_OnceTheSchemaIsMended_AsOfWhenItHappened()
    {
        var storage = new KeptStorage();
        var broken = new TrackEvent { Name = "Tea Poured", MessageId = "m1", Identifiers = [Ada], Timestamp = Noon, Properties = new Attributes { ["total"] = -1 } };
        await using (var strict = await OpenAsync(
            data => data.Event("Tea Poured", DataKind.Quantitative, refine: poured => poured with { Schema = Pouring(SchemaMode.Quarantine) }), storage))
        {
            (await strict.IngestAsync(broken)).Reason.ShouldBe(EventReason.SchemaViolation);
            (await strict.InspectQuarantineAsync()).Names.ShouldHaveSingleItem().Name.ShouldBe("Tea Poured");
            (await strict.ReplayQuarantineAsync()).ShouldBe(0);
        }

        _clock.Now = Noon.AddDays(1);
        await using var mended = await OpenAsync(data => data.Event("Tea Poured", DataKind.Quantitative), storage);
        (await mended.ReplayQuarantineAsync()).ShouldBe(1);
        (await mended.Profiles.EventsAsync(Ada, "essential.service")).ShouldHaveSingleItem().OccurredAt.ShouldBe(Noon);
        (await mended.InspectQuarantineAsync()).Waiting.ShouldBe(0);
        (await mended.IngestAsync(broken)).Status.ShouldBe(EventStatus.Duplicate);
    }

    [Test]
    public async Task Scanner_RaisesFreeText_BeforeItIsStored()
    {
        var storage = new KeptStorage();
        await using var cdp = await OpenAsync(data => data.Event("Note Left", DataKind.Qualitative).Trait("motto", DataKind.Qualitative), storage);
        await cdp.TrackAsync(Ada, "Note Left", new() { ["text"] = "I have diabetes", ["card"] = "4111 1111 1111 1111" });
        await cdp.IdentifyAsync(Ada, new() { ["motto"] = "pay with 4111111111111111" });

        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        var stored = await session.Events.ReadAsync([Ada], CancellationToken.None);
        var note = stored.Single(logged => logged.Kind == EventKind.Track);
        (note.Sensitivity, note.SpecialCategories).ShouldBe((Sensitivity.SpecialCategory, SpecialCategories.Health));
        note.Stamps.ShouldContain(stamp => stamp.Name == "card" && stamp.Sensitivity == Sensitivity.Confidential);
        stored.Single(logged => logged.Kind == EventKind.Identify).Stamps.ShouldContain(stamp => stamp.Name == "motto" && stamp.Sensitivity == Sensitivity.Confidential);
    }

    [Test]
    public async Task Derived_IsOfTheLeastDirectPartyAndTheHighestSensitivity_AndKeepsItsInputs()
    {
        await using var cdp = await OpenAsync(data => data
            .Trait("diet", DataKind.Qualitative, refine: diet => diet with { Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.ReligiousOrPhilosophicalBeliefs })
            .Trait("income", DataKind.Descriptive)
            .Trait("churnRisk", DataKind.Quantitative)
            .Trait("plainScore", DataKind.Quantitative));
        await cdp.IdentifyAsync(Ada, new() { ["diet"] = "kosher", ["email"] = "ada@example.com" });
        await cdp.From("broker").IdentifyAsync(Ada, new() { ["income"] = "high" });
        var known = (await cdp.Profiles.FindAsync(Ada, "care"))!;
        var (diet, income, email) = (known.Traits["diet"], known.Traits["income"], known.Traits["email"]);

        var risky = await cdp.From("model").DeriveAsync(
            Ada, "churnRisk", 0.8m, [new FactInput(diet.Fact, "diet"), new FactInput(income.Fact, "income")], confidence: 0.9m);
        risky.Status.ShouldBe(EventStatus.Accepted);
        (await cdp.From("model").DeriveAsync(Ada, "plainScore", 7, [new FactInput(email.Fact, "email")])).Status.ShouldBe(EventStatus.Accepted);

        var score = (await cdp.Profiles.FindAsync(Ada, "care"))!.Traits["churnRisk"];
        (score.Party, score.Explicitness, score.Sensitivity, score.Source).ShouldBe((Party.Third, Explicitness.Inferred, Sensitivity.SpecialCategory, "model"));
        score.SpecialCategories.ShouldBe(SpecialCategories.ReligiousOrPhilosophicalBeliefs);
        score.Provenance.Confidence.ShouldBe(0.9m);
        score.Provenance.Inputs.ShouldBe([new FactInput(diet.Fact, "diet"), new FactInput(income.Fact, "income")]);

        var service = (await cdp.Profiles.FindAsync(Ada, "essential.service"))!;
        service.Traits.ShouldNotContainKey("churnRisk", "it reveals what its inputs reveal");
        (service.Traits["plainScore"].Party, service.Traits["plainScore"].Sensitivity).ShouldBe((Party.First, Sensitivity.Personal));
        using var export = new MemoryStream();
        (await cdp.Privacy.PreviewExportAsync(Ada))!.WriteTo(export);
        System.Text.Encoding.UTF8.GetString(export.ToArray()).ShouldContain("computedFrom");
    }

    [Test]
    public async Task Derived_IsRefused_WhenAnInputIsNotInTheLog()
    {
        await using var cdp = await OpenAsync(data => data.Trait("churnRisk", DataKind.Quantitative));
        var outcome = await cdp.From("model").DeriveAsync(Ada, "churnRisk", 0.8m, [new FactInput(FactId.Of("web", "never sent"))]);
        outcome.Reason.ShouldBe(EventReason.UnknownInput);
        Should.Throw<ArgumentException>(() => cdp.From("model").DeriveAsync(Ada, "churnRisk", 0.8m, []).AsTask());
        Should.Throw<ArgumentException>(() => cdp.From("model").DeriveAsync(Ada, "churnRisk", 0.8m, [new FactInput(FactId.Of("web", "x"))], confidence: 2).AsTask());
    }

    [Test]
    public async Task ThirdPartySnapshot_LosesToAFreshOne_WhenItIsStale_AndSegmentsFollowAtThatInstant()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => Setup(setup, data => data.Trait("housing", DataKind.Descriptive))
            .Source("panel", Party.Third, panel => panel with { AgreementReference = "P-1", NoticeReference = "N-1", StaleAfter = TimeSpan.FromDays(30) })
            .Segment("house-owners", Rule.Trait("housing").EqualTo("house")));
        await IngestAsync(cdp, "partner", "house", Noon);
        await IngestAsync(cdp, "panel", "flat", Noon.AddDays(5));
        (await HousingAsync(cdp)).ShouldBe("house", "the second party is the more direct");
        (await cdp.Segments.CountAsync("house-owners")).ShouldBe(1);

        // The partner's word is stale after ten days, the panel's after thirty.
        _clock.Now = Noon.AddDays(10);
        await cdp.Segments.RefreshAsync();
        (await HousingAsync(cdp)).ShouldBe("flat");
        (await cdp.Segments.CountAsync("house-owners")).ShouldBe(0);
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Traits["housing"].StaleAt.ShouldBe(Noon.AddDays(35));

        _clock.Now = Noon.AddDays(35);
        await cdp.Segments.RefreshAsync();
        (await HousingAsync(cdp)).ShouldBe("house", "both are stale, and the more direct wins again");
        (await cdp.Segments.CountAsync("house-owners")).ShouldBe(1);
    }

    [TestCase(Party.Second)]
    [TestCase(Party.Third)]
    public async Task Source_OfAnotherParty_NeedsAnAgreementAndANotice(Party party)
    {
        var mistakes = (await Should.ThrowAsync<FirstPartyConfigurationException>(async () =>
            await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory().Source("broker", party)))).Message;
        mistakes.ShouldContain("agreement");
        mistakes.ShouldContain("GDPR 14");
    }

    [Test]
    public async Task Regate_CountsWhatAChangedDefinitionConcerns_AndMembershipsFollow()
    {
        var storage = new KeptStorage();
        TaxonomyManifest kept;
        await using (var before = await RegateWorldAsync(storage, diet => diet))
        {
            await before.IdentifyAsync(Ada, new() { ["diet"] = "kosher" });
            await before.IdentifyAsync(Identifier.UserId("bob"), new() { ["diet"] = "vegan" });
            (await before.Segments.CountAsync("eaters")).ShouldBe(2);
            kept = TaxonomyManifest.Parse(TaxonomyManifest.Of(before.Taxonomy).ToString());
            (await before.RegateAsync(kept)).Impacts.ShouldBeEmpty();
        }

        await using var after = await RegateWorldAsync(storage, diet => diet with
        {
            Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.ReligiousOrPhilosophicalBeliefs, Version = 2,
        });
        var outcome = await after.RegateAsync(kept);
        var impact = outcome.Impacts.ShouldHaveSingleItem();
        (impact.Change.Name, impact.Facts, impact.Raised).ShouldBe(("diet", 2, 2));
        outcome.People.ShouldBe(2);
        outcome.Report.Unversioned.ShouldBeEmpty();
        (await after.Segments.CountAsync("eaters")).ShouldBe(0);
    }

    [Test]
    public async Task Regate_CountsWhatConsentLetIn_ForADefinitionThatNamesNoPurposeAnyMore()
    {
        var storage = new KeptStorage();
        TaxonomyManifest kept;
        await using (var before = await OpenAsync(
            data => data.Event("Tasted", DataKind.Qualitative, "care").Trait("diet", DataKind.Qualitative, "tasting"), storage))
        {
            await before.Consent.GrantAsync(Ada, "tasting");
            await before.IdentifyAsync(Ada, new() { ["diet"] = "kosher" });
            await before.TrackAsync(Ada, "Tasted");
            kept = TaxonomyManifest.Of(before.Taxonomy);
        }

        await using var after = await OpenAsync(data => data.Event("Tasted", DataKind.Qualitative), storage);
        (await after.RegateAsync(kept)).Impacts.Select(impact => (impact.Change.Name, impact.Facts, impact.Consented))
            .ShouldBe([("Tasted", 1, 0), ("diet", 1, 1)], ignoreOrder: true);
    }

    private static EventSchema Pouring(SchemaMode mode) => new EventSchema(mode)
        .Require("total", AttributeValueType.Number, minimum: 0)
        .Allow("currency", AttributeValueType.String, oneOf: ["SEK", "EUR"]);

    private ValueTask<CustomerDataPlatform> RegateWorldAsync(KeptStorage storage, Func<AttributeDefinition, AttributeDefinition> diet) =>
        CustomerDataPlatform.OpenAsync(setup => Setup(setup, data => data.Trait("diet", DataKind.Qualitative, refine: diet), storage)
            .Segment("eaters", Rule.HasTrait("diet")));

    private ValueTask<CustomerDataPlatform> OpenAsync(Action<TaxonomyBuilder> data, KeptStorage? storage = null) =>
        CustomerDataPlatform.OpenAsync(setup => Setup(setup, data, storage));

    private FirstPartyBuilder Setup(FirstPartyBuilder setup, Action<TaxonomyBuilder> data, KeptStorage? storage = null) => setup
        .UseStorage(_ => storage ?? new KeptStorage())
        .UseTime(_clock)
        .Source("model", Party.First)
        .Source("broker", Party.Third, broker => broker with { AgreementReference = "B-1", NoticeReference = "N-1" })
        .Source("partner", Party.Second, partner => partner with { AgreementReference = "S-1", NoticeReference = "N-1", StaleAfter = TimeSpan.FromDays(10) })
        .Purpose("tasting", LawfulBasis.Consent)
        .Purpose("care", LawfulBasis.Contract, purpose => purpose with { Article9Ground = Article9Ground.HealthOrSocialCare })
        .Taxonomy(data);

    private async Task IngestAsync(CustomerDataPlatform cdp, string source, string housing, DateTimeOffset at)
    {
        _clock.Now = at;
        (await cdp.From(source).IdentifyAsync(Ada, new() { ["housing"] = housing })).Status.ShouldBe(EventStatus.Accepted);
    }

    private static async Task<string?> HousingAsync(CustomerDataPlatform cdp) =>
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!["housing"]?.AsString();
}
