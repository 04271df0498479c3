using FirstParty.Consent;
using FirstParty.Consent.Signals;
using FirstParty.Identity;

namespace FirstParty.Tests.Consent.Signals;

public sealed class SignalReaderTests
{
    private static readonly SignalReader Reader = new(StandardPurposes.All);

    // All eleven purposes and both special features consented to; the publisher's segment is empty.
    private const string AcceptAll = "CQSiKwAQSiKwAAfKABENB-FsAP_gAEPgACQgAGOBQAKYCAAA.IAKP__8A.YAAAAAAAAAAA";

    [Test]
    public void Read_TakesThePublishersSegment_WhenTheHostSaidNothing()
    {
        var signal = Reader.Read(TcString.Parse("CQSiKwAQSiKwAAfKABENB-FgAIAAAAAAACQgAAAAAAAA.IAAo.f_wACAAAAtUA"));
        var granted = Granted(signal);

        signal.Kind.ShouldBe(ConsentSignalKind.Tcf);
        signal.Origin.ShouldBe(ConsentOrigin.Subject);
        granted.ShouldBe(
            ["device.storage", "ads.contextual", "ads.profile", "ads.personalised", "content.profile", "content.personalised", "ads.measurement",
             "content.measurement", "audience.insights", "product.improvement", "content.contextual"],
            ignoreOrder: true);
        Denied(signal).ShouldBeEmpty();
    }

    [Test]
    public void Read_TakesTheVendorsPurposes_OnlyWhenTheHostSaidSo()
    {
        Granted(Reader.Read(TcString.Parse(AcceptAll))).ShouldBeEmpty();

        var granted = Granted(new SignalReader(StandardPurposes.All, usePurposeConsents: true).Read(TcString.Parse(AcceptAll)));
        granted.Length.ShouldBe(13);
        granted.ShouldNotContain("ads.audienceMatch");
    }

    [Test]
    public void Read_SaysNothing_WhenNothingIsSaidForThePublisher() =>
        Reader.Read(TcString.Parse("CQSiKwAQSiKwAAfKABENB-FgAMAAAAAAACQgABEAAAAA")).Purposes.ShouldBeEmpty();

    [TestCase("CQSiKwAQSiKwAAfKABENB-FAAIAAAAAAACQgABEAAAAA.IJYQDYAAgDBAGIAwYBhgJFASQBg4DCgPJAeYCRYEjgVNAqgDB4GEgbRA2oDyYHlghVBCwEi4JGglgAAA", Description = "global scope")]
    [TestCase("CQhG6EAQhG6EAAfKABENB-FgAMAAAAAAACQgABEAAAAA", Description = "no disclosed vendors after February 2026")]
    public void Read_GrantsNothing_WhenTheStringIsInvalid(string text)
    {
        var signal = new SignalReader(StandardPurposes.All, usePurposeConsents: true).Read(TcString.Parse(text));
        Granted(signal).ShouldBeEmpty();
        Denied(signal).ShouldContain("ads.profile");
    }

    [Test]
    public void Read_GrantsNothing_ForPurposesThatAreNotDefined()
    {
        var reserved = new Purpose("reserved", LawfulBasis.Consent) { Mapping = new() { TcfPurposes = [12] } };
        var tc = TcString.Parse("CQdWToAQdWToAAfKABENB-FgAIAQAQAAASQgAAAAAAAA.IAKP__8A");
        tc.PurposeConsents.ShouldContain(12);
        Granted(new SignalReader([reserved], usePurposeConsents: true).Read(tc)).ShouldBeEmpty();
    }

    [Test]
    public void Read_TakesLegitimateInterestForNotice_AndItsAbsenceForObjection()
    {
        // Interest in purposes 2, 7, 9 and 10.
        var tc = TcString.Parse("CQSiKwAQSiKwAAfKABENB-FgAAAAAELAACQgAAAAIIoAAAAA.IAEEUAAA.YAAAAAAAAAAA");
        Purpose[] purposes = [.. new[] { 1, 2, 3, 8, 9 }.Select(number =>
            new Purpose($"p{number}", LawfulBasis.LegitimateInterests) { Mapping = new() { TcfPurposes = [number] } })];

        new SignalReader(purposes, usePurposeConsents: true).Read(tc).Purposes.ShouldBe(
        [
            new("p1", ConsentAct.Objected), new("p2", ConsentAct.Asked), new("p3", ConsentAct.Objected),
            new("p8", ConsentAct.Objected), new("p9", ConsentAct.Asked),
        ]);
    }

    [TestCase("1", true)]
    [TestCase(" 1\t", true)]
    [TestCase("0", false)]
    [TestCase("true", false)]
    [TestCase("11", false)]
    [TestCase("1, 1", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void ReadGpc_OptsOut_WhenTheHeaderIsOne(string? header, bool isSet)
    {
        var signal = Reader.ReadGpc(header);
        (signal is not null).ShouldBe(isSet);
        signal?.Purposes.ShouldBe(
            [new("ads.personalised", ConsentAct.OptedOut), new("data.sell", ConsentAct.OptedOut), new("data.share", ConsentAct.OptedOut)]);
        signal?.Origin.ShouldBe(ConsentOrigin.Signal);
    }

    [TestCase("DBABLA~CVQqAAAAAACA.QA", "")]
    [TestCase("DBABTA~1YYN", "data.sell")]
    [TestCase("DBABTA~1YNN", "")]
    [TestCase("DBABTA~1---", "")]
    [TestCase("DBABrw~CEAQAAAAAABA.QA~BQQAAABA.QA", "data.sell")]
    [TestCase("DBABBg~BVUZJJhY.YA", "ads.audienceMatch ads.personalised data.sell data.share sensitive.use")]
    public void Read_TakesOptOutsOfUsSections_AndNeverAGrant(string text, string optedOut)
    {
        var signal = Reader.Read(GppString.Parse(text));
        signal.Purposes.ShouldAllBe(purpose => purpose.Act == ConsentAct.OptedOut);
        string.Join(' ', signal.Purposes.Select(purpose => purpose.Purpose).Order(StringComparer.Ordinal)).ShouldBe(optedOut);
    }

    [Test]
    public void Read_LetsTheRefusalCount_WhenSectionsDiffer()
    {
        var signal = new SignalReader(StandardPurposes.All, usePurposeConsents: true)
            .Read(GppString.Parse($"DBACNYA~{AcceptAll}~1YYN"));
        Granted(signal).ShouldContain("ads.personalised");
        signal.Purposes.ShouldContain(new SignalledPurpose("data.sell", ConsentAct.OptedOut));

        // National section, opted out of targeted advertising.
        var national = new BitWriter().Add(2, 6).Add(0b01_01_01_01_00_00, 12).Add(0b10_10_01, 6).Add(0, 32).Add(0, 6).Add(0, 2).Add(0b01_00_00, 6);
        var header = new BitWriter().Add(3, 6).Add(1, 6).Add(2, 12).Add(0, 1).Add(0b011, 3).Add(0, 1).Add(0b00011, 5);
        var mixed = new SignalReader(StandardPurposes.All, usePurposeConsents: true).Read(GppString.Parse($"{header}~{AcceptAll}~{national}"));
        Granted(mixed).ShouldNotContain("ads.personalised");
        mixed.Purposes.ShouldContain(new SignalledPurpose("ads.profile", ConsentAct.OptedOut));
    }

    [Test]
    public void Read_NeedsEveryKeyOfConsentMode()
    {
        var signal = Reader.Read(ConsentModeState.Parse(
            """{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"denied","security_storage":"denied"}"""));
        signal.Purposes.ShouldBe(
        [
            new("ads.profile", ConsentAct.Denied), new("ads.personalised", ConsentAct.Denied),
            new("ads.measurement", ConsentAct.Granted), new("ads.audienceMatch", ConsentAct.Denied),
        ]);
    }

    [Test]
    public void ToRecords_KeepsTheRawSignal_UnderOneInteraction()
    {
        var at = new DateTimeOffset(2025, 6, 5, 12, 0, 0, TimeSpan.Zero);
        var signal = Reader.ReadGpc("1")!;
        var records = signal.ToRecords(Identifier.AnonymousId("a"), at);

        records.Count.ShouldBe(3);
        records.ShouldAllBe(record => record.Evidence.RawSignal == "1" && record.Evidence.CollectionMethod == "gpc"
            && record.OccurredAt == at && record.Origin == ConsentOrigin.Signal && record.Assurance == ConsentAssurance.Anonymous);
        records.Select(record => record.InteractionId).Distinct().Count().ShouldBe(1);
        signal.ToRecords(Identifier.AnonymousId("a"), at)[0].InteractionId.ShouldBe(records[0].InteractionId);
        signal.ToRecords(Identifier.UserId("u"), at, "click-7")[0].InteractionId.ShouldBe("click-7");
    }

    private static string[] Granted(ConsentSignal signal) =>
        [.. signal.Purposes.Where(purpose => purpose.Act == ConsentAct.Granted).Select(purpose => purpose.Purpose)];

    private static string[] Denied(ConsentSignal signal) =>
        [.. signal.Purposes.Where(purpose => purpose.Act == ConsentAct.Denied).Select(purpose => purpose.Purpose)];
}
