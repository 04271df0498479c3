using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class HostileConsentTests
{
    private readonly ConsentLedger _ledger = new(new SteppingClock(Day(1)), IdSource.UuidV7);

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("evidence too long", r => r with { Evidence = new string('x', ConsentEvidence.MaxTextLength + 1) }, "at most 16384");
        yield return Case("signal too long", r => r with { Evidence = new() { RawSignal = new string('C', 20_000) } }, "at most 16384");
        yield return Case("interaction too long", r => r with { InteractionId = new string('x', 257) }, "at most 256");
        yield return Case("lone surrogate", r => r with { Evidence = "\ud800" }, "well-formed");
        yield return Case("lone surrogate in the purpose", r => r with { Purpose = "a\udc00" }, "well-formed");
        yield return Case("too many bound", r => r with { AlsoBinds = [.. Enumerable.Repeat(Ada, 1001)] }, "binds at most");
        yield return Case("too many acknowledged", r => r with { Acknowledges = [.. Enumerable.Repeat("gpc", 17)] }, "acknowledges at most");
        yield return Case("no identifier", r => r with { Subject = default }, "identifier that acted");
        yield return Case("no purpose", r => r with { Purpose = "" }, "needs a purpose");
        yield return Case("unknown act", r => r with { Act = (ConsentAct)200, Kind = ConsentRecordKind.ConsentAct }, "ones that exist");
        yield return Case("permissive correction", r => r with { Kind = ConsentRecordKind.Correction }, "only restrict");
        yield return Case("merge with oneself", r => r with { Act = ConsentAct.Merge, Other = Ada }, "another side");
        yield return Case("age of a tree", r => r with { Act = ConsentAct.AgeAsserted, AgeYears = 900 }, "0 to 150");
        yield return Case("text without version", r => r with { Act = ConsentAct.PolicyPublished }, "id and a version");
        yield return Case("disclosure to nobody", r => r with { Act = ConsentAct.Disclosed }, "needs a recipient");
        yield return Case("before 1970", r => r with { OccurredAt = Day(-1) }, "before 1970");

        static TestCaseData Case(string name, Func<ConsentRecord, ConsentRecord> spoil, string sentence) =>
            new TestCaseData(spoil, sentence).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task AppendAsync_Refuses_AndAppendsNothing(Func<ConsentRecord, ConsentRecord> spoil, string sentence)
    {
        var log = new InMemoryConsentLog(InMemoryConsentLog.State.Empty);
        var good = _ledger.Draft(ConsentAct.Granted, Ada, "news");

        var fault = await Should.ThrowAsync<ArgumentException>(async () => await _ledger.AppendAsync(log, [good, spoil(good)], default));

        fault.Message.ShouldContain(sentence);
        (await log.ReadHeadAsync(default)).Size.ShouldBe(0);
    }

    [Test]
    public async Task AppendAsync_Takes10KilobytesOfEvidence_OfAnyCharacters()
    {
        var log = new InMemoryConsentLog(InMemoryConsentLog.State.Empty);
        var evidence = string.Concat(Enumerable.Range(0, 2_500).Select(index => "\u0000\"\u00e5\U0001F375"[(index % 2)..]))[..10_240];
        evidence = char.IsHighSurrogate(evidence[^1]) ? evidence[..^1] : evidence;

        await _ledger.AppendAsync(log, _ledger.Draft(ConsentAct.Granted, Ada, "news", evidence), default);

        (await _ledger.ReadAsync(log, [Ada], default))[0].Evidence.Text.ShouldBe(evidence);
    }

    [Test]
    public void Decide_StaysQuick_WithTenThousandRecordsOfOnePerson()
    {
        var story = new ConsentStory(new Purpose("news", LawfulBasis.Consent) { Validity = TimeSpan.FromDays(3) });
        for (var day = 0; day < 10_000; day++)
        {
            story.Then((day % 3) switch { 0 => ConsentAct.Granted, 1 => ConsentAct.Withdrawn, _ => ConsentAct.AgeAsserted }, day % 3 == 2 ? "" : "news", day,
                r => r with { AgeYears = r.Act == ConsentAct.AgeAsserted ? 20 + (day % 5) : null, InteractionId = $"i{day}" });
        }

        var consent = story.Consent;
        Quickest.Of(() => consent.Decide("news", Day(9_999)).Status.ShouldBe(ConsentStatus.Granted), TimeSpan.FromSeconds(20)).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Test]
    public void Decide_StaysQuick_WithAThousandMerges()
    {
        var story = new ConsentStory(new Purpose("news", LawfulBasis.Consent));
        for (var day = 0; day < 1_000; day++)
        {
            story.Then(ConsentAct.Merge, "", day, r => r with { Subject = Identifier.UserId($"u{day}"), Other = Identifier.UserId($"u{day + 1}") });
        }

        story.Then(ConsentAct.Denied, "news", 1_000, r => r with { Subject = Identifier.UserId("u1000") });
        var consent = story.ConsentOf(Identifier.UserId("u0"));
        Quickest.Of(() => consent.Decide("news", Day(1_001)).Status.ShouldBe(ConsentStatus.Denied), TimeSpan.FromSeconds(20)).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Test]
    public void ToString_SaysNothingOfThePerson()
    {
        var record = _ledger.Draft(ConsentAct.Granted, Identifier.Email("ada@example.com"), "news", "by ada") with { BornOn = new DateOnly(1990, 1, 1) };

        record.ToString().ShouldNotContain("ada");
        record.Evidence.ToString().ShouldNotContain("ada");
        record.ToString().ShouldNotContain("1990");
    }

    [Test]
    public void Among_GivesTheDisclosures_OldestFirst()
    {
        var first = _ledger.DraftDisclosure(Ada, "ads.audienceMatch", "Ad Ltd", "identity.email") with { OccurredAt = Day(1), RecordedAt = Day(1), Sequence = 4 };
        var second = first with { Recipient = "Mail Ltd", OccurredAt = Day(2), RecordedAt = Day(2), Sequence = 2 };

        Disclosure.Among([second, first, first with { Act = ConsentAct.Granted }]).Select(d => d.Recipient).ShouldBe(["Ad Ltd", "Mail Ltd"]);
    }
}
