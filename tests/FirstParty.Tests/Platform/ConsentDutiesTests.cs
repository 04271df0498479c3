using FirstParty.Consent;
using FirstParty.Consent.Notices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;
using FirstParty.Tests.Consent;

namespace FirstParty.Tests.Platform;

/// <summary>What the law asks beside yes and no, through the facade: texts, restrictions, ages, guardians, disclosures, tokens.</summary>
public sealed class ConsentDutiesTests
{
    private const string Letter = "marketing.email";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SteppingClock _clock = new(Noon);

    [SetUp]
    public void Reset() => _clock.Now = Noon;

    [Test]
    public async Task Publish_MakesGrantsStale_WhenTheNewMajorComesIntoForce_AndMembershipsFollowAtThatInstant()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Once a month.", Letter);
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Sencha" });
        await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 1), "Once a month, ever.", Letter);
        await cdp.Consent.PublishAsync("letter", new PolicyVersion(2, 0), "Once a week.", Letter, effectiveFrom: Noon.AddDays(3));

        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Granted);
        (await cdp.Segments.CountAsync("readers")).ShouldBe(1);

        _clock.Now = Noon.AddDays(3);
        await cdp.Segments.RefreshAsync();
        var stale = await cdp.Consent.DecideAsync(Ada, Letter);
        (stale.Status, stale.Reason).ShouldBe((ConsentStatus.Stale, ConsentReason.PolicyMaterialChange));
        (await cdp.Segments.CountAsync("readers")).ShouldBe(0);
        (await cdp.Consent.MayAskAsync(Ada, Letter)).ShouldBeTrue();

        _clock.Now = Noon.AddDays(4);
        await cdp.Consent.GrantAsync(Ada, Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Granted);
        (await cdp.Segments.CountAsync("readers")).ShouldBe(1);
    }

    [Test]
    public async Task Publish_BindsAtOnce_WhenItIsInForceAtOnce()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Once a month.", Letter);
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Sencha" });
        _clock.Now = Noon.AddHours(1);
        await cdp.Consent.PublishAsync("letter", new PolicyVersion(2, 0), "Once a week.", Letter);
        (await cdp.Segments.CountAsync("readers")).ShouldBe(0);
        (await cdp.Profiles.FindAsync(Ada, Letter))!.Decision.Status.ShouldBe(ConsentStatus.Stale);
    }

    [Test]
    public async Task Publish_ChangesNothing_WhenTheWordsAreTheSame_AndRefusesOthersUnderTheSameVersion()
    {
        await using var cdp = await OpenAsync();
        var first = await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Once a month.\n", Letter);
        (await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Once a month.\r\n", Letter)).Sequence.ShouldBe(first.Sequence);
        await Should.ThrowAsync<ArgumentException>(async () => await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Daily.", Letter));
        (await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "En gång i månaden.", Letter, locale: "sv")).Sequence.ShouldBe(first.Sequence + 1);
        (await cdp.Consent.PoliciesAsync()).Publications.Count.ShouldBe(2);
    }

    [Test]
    public async Task Grant_IsBoundToTheWordsOfThePublishedText_WhenItNamesItsVersionAlone()
    {
        await using var cdp = await OpenAsync();
        var text = await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "Once a month.", Letter);
        var grant = await cdp.Consent.GrantAsync(Ada, Letter, new ConsentEvidence { PolicyTextId = "letter" });
        grant.Evidence.TextHash.ShouldBe(text.Evidence.TextHash);
        grant.Evidence.PolicyVersion.ShouldBe(new PolicyVersion(1, 0));
        (await cdp.Consent.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Test]
    public async Task Ask_IsTheNotice_WithoutWhichAnInterestMayNotBePursued()
    {
        await using var cdp = await OpenAsync();
        (await cdp.Consent.DecideAsync(Ada, "audit")).Reason.ShouldBe(ConsentReason.NoticeNotGiven);
        await cdp.Consent.AskAsync(Ada, "audit", "banner v2");
        (await cdp.Consent.DecideAsync(Ada, "audit")).Status.ShouldBe(ConsentStatus.NotObjected);
        await cdp.Consent.AskAsync(Ada, Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Asked);
        await cdp.Consent.ObjectAsync(Ada, "audit");
        (await cdp.Consent.DecideAsync(Ada, "audit")).Status.ShouldBe(ConsentStatus.Objected);
    }

    [TestCase(null)]
    [TestCase(Letter)]
    public async Task Restrict_PermitsNothing_UntilLifted(string? purpose)
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Sencha" });
        await cdp.Consent.RestrictAsync(Ada, purpose, "case 17");
        (await cdp.Consent.DecideAsync(Ada, Letter)).Reason.ShouldBe(ConsentReason.Restricted);
        (await cdp.Segments.CountAsync("readers")).ShouldBe(0);
        (await cdp.Consent.DecideAsync(Ada, "essential.service")).Allowed.ShouldBe(purpose is not null);

        _clock.Now = Noon.AddDays(9);
        await cdp.Consent.LiftRestrictionAsync(Ada, purpose, "case 17 closed");
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Granted);
        (await cdp.Segments.CountAsync("readers")).ShouldBe(1);
    }

    [Test]
    public async Task Minor_ConsentsOnlyAsAGuardianAuthorises_AndReaffirmsWhenGrown()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.AssertAgeAsync(Ada, 15, "date of birth in the profile", ConsentAssurance.Verified);
        await cdp.Consent.GrantAsync(Ada, Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Reason.ShouldBe(ConsentReason.ParentalAuthorisationMissing);

        await cdp.Consent.AuthoriseAsGuardianAsync(Ada, "guardian 7, checked by card", Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Granted);
        _clock.Now = Noon.AddYears(2);
        (await cdp.Consent.DecideAsync(Ada, Letter)).ReaffirmDue.ShouldBeTrue();

        await cdp.Consent.RevokeAsGuardianAsync(Ada, "guardian 7, checked by card", Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Reason.ShouldBe(ConsentReason.ParentalAuthorisationMissing);
    }

    [Test]
    public async Task Disclose_DecidesOnceMore_AndWritesDownWhatLeaves()
    {
        await using var cdp = await OpenAsync();
        (await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB")).Decision.Status.ShouldBe(ConsentStatus.NotAsked);
        await cdp.Consent.GrantAsync(Ada, Letter);
        var out1 = await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB", ["email", "favouriteTea"]);
        (out1.Allowed, out1.Record!.Recipient).ShouldBe((true, "Letter Press AB"));
        (await cdp.Consent.DiscloseAsync(Ada, Letter, "A Broker")).Decision.Reason.ShouldBe(ConsentReason.RecipientNotDeclared);
        var health = await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB", ["email", "allergies"]);
        (health.Allowed, health.Decision.Reason).ShouldBe((false, ConsentReason.SensitivityAbovePurpose));

        (await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB", ["user.health_and_medical"])).Allowed
            .ShouldBeFalse("a category stands for all that lies within it");
        (await Should.ThrowAsync<ArgumentException>(async () => await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB", ["allergeis"])))
            .Message.ShouldStartWith("The taxonomy knows no 'allergeis'");

        await cdp.Consent.WithdrawAsync(Ada, Letter);
        (await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB")).Allowed.ShouldBeFalse();
        var told = (await cdp.Consent.DisclosuresAsync(Ada)).ShouldHaveSingleItem();
        (told.Purpose, told.RecordSequence).ShouldBe((Letter, out1.Record.Sequence));
        told.Categories.ShouldBe(["email", "favouriteTea"]);
    }

    [Test]
    public async Task Export_IsADisclosureItself_AndTellsOfTheOthers()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Sencha" });
        await cdp.Consent.DiscloseAsync(Ada, Letter, "Letter Press AB", ["email"]);
        (await cdp.Privacy.PreviewExportAsync(Ada))!.Disclosures.Length.ShouldBe(1);
        var export = (await cdp.Privacy.ExportAsync(Ada)).ShouldNotBeNull();
        export.Disclosures.Select(disclosure => disclosure.Recipient).ShouldBe(["Letter Press AB", "the person themself"]);
        (await cdp.Consent.DisclosuresAsync(Ada)).Count.ShouldBe(2);
        using var json = new MemoryStream();
        export.WriteTo(json);
        System.Text.Encoding.UTF8.GetString(json.ToArray()).ShouldContain("\"recipient\": \"Letter Press AB\"");
        (await cdp.Privacy.ExportAsync(Identifier.UserId("nobody"))).ShouldBeNull();
        (await cdp.Consent.DisclosuresAsync(Identifier.UserId("nobody"))).ShouldBeEmpty();
    }

    [Test]
    public async Task Token_WithdrawsWithOneClick_AndNothingElseDoes()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        var token = await cdp.Consent.CreateWithdrawalTokenAsync(Ada, Letter);
        (await cdp.Consent.WithdrawByTokenAsync((token[0] == 'A' ? 'B' : 'A') + token[1..])).ShouldBeNull();
        (await cdp.Consent.WithdrawByTokenAsync("")).ShouldBeNull();
        (await cdp.Consent.DecideAsync(Ada, Letter)).Allowed.ShouldBeTrue();
        (await cdp.Consent.WithdrawByTokenAsync(token, "one click in the letter of May"))!.Act.ShouldBe(ConsentAct.Withdrawn);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Test]
    public void Withdraw_TakesAsFewArgumentsAsGrant() => Arguments(nameof(PlatformConsent.WithdrawAsync)).ShouldBe(Arguments(nameof(PlatformConsent.GrantAsync)));

    private static IEnumerable<(string?, Type, bool)> Arguments(string verb) =>
        typeof(PlatformConsent).GetMethod(verb)!.GetParameters().Select(parameter => (parameter.Name, parameter.ParameterType, parameter.IsOptional));

    [Test]
    public async Task Decide_AnswersForAnotherInstant_ByWhatWasKnownThen()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        _clock.Now = Noon.AddDays(2);
        await cdp.Consent.RecordAsync(new ConsentRecord { Subject = Ada, Act = ConsentAct.Withdrawn, Purpose = Letter, OccurredAt = Noon.AddDays(1) });
        (await cdp.Consent.DecideAsync(Ada, Letter, Noon.AddHours(30), knownAt: Noon.AddHours(30))).Status.ShouldBe(ConsentStatus.Granted);
        (await cdp.Consent.DecideAsync(Ada, Letter, Noon.AddHours(30), knownAt: Noon.AddDays(2))).Status.ShouldBe(ConsentStatus.Withdrawn);
        (await cdp.Consent.DecideAsync(Ada, Letter, Noon.AddHours(1), knownAt: Noon.AddDays(2))).Status.ShouldBe(ConsentStatus.Granted);
    }

    [Test]
    public async Task Merge_KeepsRefusalsWithBothAndGrantsWithTheirActor_AfterTheyAreTakenApart()
    {
        await using var cdp = await OpenAsync();
        var mail = Identifier.Email("ada@tea.example");
        var link = (await cdp.Profiles.LinkAsync(Ada, mail, "clerk", "same person")).Act;
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.Consent.DenyAsync(Ada, "audit");
        (await cdp.Consent.DecideAsync(mail, Letter)).Allowed.ShouldBeTrue();
        await cdp.Profiles.RetractAsync([link]);
        (await cdp.Consent.DecideAsync(mail, Letter)).Status.ShouldBe(ConsentStatus.NotAsked);
        (await cdp.Consent.DecideAsync(Ada, Letter)).Status.ShouldBe(ConsentStatus.Granted);
        (await cdp.Consent.DecideAsync(mail, "audit")).IsRefusal.ShouldBeTrue();
    }

    [Test]
    public async Task Register_IsMadeFromWhatThePlatformDoes()
    {
        await using var cdp = await OpenAsync();
        var register = cdp.Consent.Register(new ControllerDetails("Tea Shop AB", "privacy@tea.example"));
        register.Contradictions.ShouldBeEmpty();
        register.ToMarkdown().ShouldContain("favouriteTea");
        register.ToNotice().Rows().Single(row => row.PurposeId == Letter).Recipients.ShouldBe(["Letter Press AB"]);
        register.ToJson().ShouldContain("Letter Press AB");
    }

    private ValueTask<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .UseTime(_clock)
        .Purpose(Letter, LawfulBasis.Consent, purpose => purpose with { DirectMarketing = true, Recipients = ["Letter Press AB"] })
        .Purpose("audit", LawfulBasis.LegitimateInterests)
        .Consent(rules => rules with { Jurisdiction = "DE" })
        .Taxonomy(data => data
            .Trait("favouriteTea", DataKind.Qualitative, purpose: Letter)
            .Trait("allergies", DataKind.Descriptive, refine: trait => trait with
            {
                Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health, Fideslang = "user.health_and_medical",
            }))
        .Segment("readers", Rule.HasTrait("favouriteTea"), purpose: Letter));
}
