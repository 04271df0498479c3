using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class ConsentLedgerTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Phone = Identifier.AnonymousId("phone-1");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConsentRules Rules = new(new PurposeRegistry(StandardPurposes.All));

    private readonly SteppingClock _clock = new(Noon);
    private InMemoryConsentLog _log = null!;
    private ConsentLedger _ledger = null!;

    [SetUp]
    public void SetUp()
    {
        _clock.Now = Noon;
        _log = new InMemoryConsentLog(InMemoryConsentLog.State.Empty);
        _ledger = new ConsentLedger(_clock, IdSource.UuidV7);
    }

    [Test]
    public async Task AppendAsync_IsReadBack_FieldForField()
    {
        var record = _ledger.Draft(ConsentAct.Withdrawn, Ada, "marketing.email") with
        {
            OccurredAt = Noon.AddDays(-1).AddTicks(7),
            PurposeVersion = 3,
            Origin = ConsentOrigin.Operator,
            Assurance = ConsentAssurance.Verified,
            IsExplicit = true,
            InteractionId = "banner-1",
            Jurisdiction = "US-CA",
            ValidUntil = Noon.AddYears(1),
            Acknowledges = ["gpc"],
            AlsoBinds = [Phone],
            Other = Phone,
            AgeYears = 15,
            BornOn = new DateOnly(2011, 2, 3),
            GuardianReference = "g-1",
            EffectiveFrom = Noon,
            Recipient = "mailer",
            DataCategories = ["identity.email"],
            Evidence = new ConsentEvidence
            {
                Text = "\u00e5\u00e4\u00f6 \"quoted\"\n", PolicyTextId = "privacy", PolicyVersion = new(2, 1), TextHash = PolicyText.Hash("We mail you."),
                Locale = "sv-SE", NoticeId = "n", UiVariant = "b", ScreenshotHash = PolicyText.Hash("png"), Channel = "web",
                CollectionMethod = "form", RawSignal = "CPz",
            },
        };

        var receipt = await _ledger.AppendAsync(_log, record, default);
        var read = (await _ledger.ReadAsync(_log, [Ada, Phone], default)).ShouldHaveSingleItem();

        receipt.Record.Sequence.ShouldBe(0);
        receipt.Record.RecordedAt.ShouldBe(Noon);
        read.AlsoBinds.ShouldBe([Phone]);
        read.Acknowledges.ShouldBe(["gpc"]);
        read.DataCategories.ShouldBe(["identity.email"]);
        (read with
        {
            AlsoBinds = receipt.Record.AlsoBinds, Acknowledges = receipt.Record.Acknowledges, DataCategories = receipt.Record.DataCategories,
        }).ShouldBe(receipt.Record);
        (receipt.Record with { Sequence = -1, RecordedAt = default, RecordId = default, AlsoBinds = record.AlsoBinds }).ShouldBe(record);
    }

    [Test]
    public async Task LoadAsync_DecidesByTheLog_ThroughGrantAndWithdrawal()
    {
        await Act(ConsentAct.Granted, Ada, "marketing.email");
        _clock.Now = Noon.AddHours(1);
        await Act(ConsentAct.Withdrawn, Ada, "marketing.email");

        var consent = await _ledger.LoadAsync(_log, Rules, [Ada], default);

        consent.Decide("marketing.email", Noon).Status.ShouldBe(ConsentStatus.Granted);
        consent.Decide("marketing.email", Noon.AddHours(1)).Status.ShouldBe(ConsentStatus.Withdrawn);
        consent.Decide("marketing.email", Noon.AddHours(1)).RecordSequence.ShouldBe(1);
    }

    [Test]
    public async Task AppendAsync_KeepsTheTree_ThatItsEntriesMake()
    {
        for (var count = 0; count < 5; count++)
        {
            await Act(ConsentAct.Granted, Identifier.UserId($"u{count}"), "marketing.email");
        }

        var expected = new CompactRange();
        foreach (var entry in await _log.ReadRangeAsync(0, 10, default))
        {
            expected.Append(ConsentLeaf.Decode(entry.Leaf.Span).Hash());
        }

        var head = await _log.ReadHeadAsync(default);
        head.Size.ShouldBe(5);
        CompactRange.FromBytes(head.CompactRange.Span).Root.ShouldBe(expected.Root);
    }

    [Test]
    public async Task ReadAsync_BindsEachAlias_ByARefusalMadeTogether()
    {
        await Act(ConsentAct.Granted, Phone, "marketing.email");
        _clock.Now = Noon.AddMinutes(1);
        await _ledger.AppendAsync(_log, _ledger.Draft(ConsentAct.Withdrawn, Ada, "marketing.email") with { AlsoBinds = [Phone] }, default);

        var phoneAlone = await _ledger.LoadAsync(_log, Rules, [Phone], default);

        phoneAlone.Decide("marketing.email", _clock.Now).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Test]
    public async Task EraseAsync_LeavesARefusalBindingTheOther_WhenItsActorIsErased()
    {
        await Act(ConsentAct.Granted, Phone, "marketing.email");
        _clock.Now = Noon.AddMinutes(1);
        await _ledger.AppendAsync(_log, _ledger.Draft(ConsentAct.Withdrawn, Ada, "marketing.email") with { AlsoBinds = [Phone] }, default);
        _clock.Now = Noon.AddMinutes(2);

        await _ledger.EraseAsync(_log, [Ada], [], default);
        var phoneAlone = await _ledger.LoadAsync(_log, Rules, [Phone], default);

        phoneAlone.Decide("marketing.email", _clock.Now).Status.ShouldBe(ConsentStatus.Withdrawn);
        phoneAlone.Records.ShouldAllBe(record => record.Subject != Ada);
    }

    [Test]
    public async Task EraseAsync_RemovesPayloadsKeysAndLookups_ButNoLeaf()
    {
        await Act(ConsentAct.Granted, Ada, "marketing.email");
        var before = await _log.ReadRangeAsync(0, 1, default);

        var receipt = await _ledger.EraseAsync(_log, [Ada, Phone], [], default);

        receipt.Payloads.ShouldBe(2);
        receipt.Keys.ShouldBe(1);
        receipt.Entries.ShouldBe([1]);
        var after = await _log.ReadRangeAsync(0, 10, default);
        after.Count.ShouldBe(2);
        after.ShouldAllBe(entry => entry.Ciphertext == null && entry.Subjects.IsEmpty);
        after[0].Leaf.ToArray().ShouldBe(before[0].Leaf.ToArray());
        ConsentLeaf.Decode(after[1].Leaf.Span).Header.Act.ShouldBe((byte)ConsentAct.Erased);
        (await _ledger.ReadAsync(_log, [Ada], default)).ShouldBeEmpty();
    }

    [Test]
    public async Task EraseAsync_LeavesAMark_ThatOnlyTheSameIdentifierMeets()
    {
        await Act(ConsentAct.Granted, Ada, "marketing.email");
        await _ledger.EraseAsync(_log, [Ada], ["marketing.email"], default);

        var returned = await _ledger.LoadAsync(_log, Rules, [Ada], default);
        var other = await _ledger.LoadAsync(_log, Rules, [Phone], default);
        returned.Decide("marketing.email", _clock.Now).Status.ShouldBe(ConsentStatus.Objected);
        other.Decide("marketing.email", _clock.Now).Status.ShouldBe(ConsentStatus.NotAsked);

        _clock.Now = Noon.AddDays(1);
        await Act(ConsentAct.Granted, Ada, "marketing.email");
        (await _ledger.LoadAsync(_log, Rules, [Ada], default)).Decide("marketing.email", _clock.Now).Allowed.ShouldBeTrue();
    }

    [Test]
    public async Task ReadAsync_RefusesToAnswer_WhenAPayloadWasAltered()
    {
        await Act(ConsentAct.Denied, Ada, "marketing.email");
        var state = _log.Current;
        var entry = state.Entries[0];
        var bytes = entry.Ciphertext!.Value.ToArray();
        bytes[3] ^= 1;
        var altered = new InMemoryConsentLog(state with { Entries = [entry with { Ciphertext = bytes }] });

        await Should.ThrowAsync<InvalidDataException>(async () => await _ledger.ReadAsync(altered, [Ada], default));
    }

    [Test]
    public async Task ReadPoliciesAsync_GivesWhatWasPublished()
    {
        var text = _ledger.Draft(ConsentAct.PolicyPublished, ConsentRecord.Controller, "", new() { PolicyTextId = "privacy", PolicyVersion = new(1, 0) });
        await _ledger.AppendAsync(_log, text, default);

        (await _ledger.ReadPoliciesAsync(_log, default)).Publications.ShouldHaveSingleItem().Evidence.PolicyTextId.ShouldBe("privacy");
    }

    [Test]
    public async Task ReadAsync_WritesNothing_ToALogWithoutRecords()
    {
        (await _ledger.ReadAsync(_log, [Ada], default)).ShouldBeEmpty();

        _log.Current.Secrets.ShouldBeEmpty();
    }

    private async Task Act(ConsentAct act, Identifier subject, string purpose) =>
        await _ledger.AppendAsync(_log, _ledger.Draft(act, subject, purpose, "test"), default);
}
