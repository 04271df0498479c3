using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>An erasure says what was there: nothing of somebody whom nobody ever named, and everything of whoever was known in any way.</summary>
public sealed class ErasureReportTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Mail = Identifier.Email("ada@example.com");

    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task OpenAsync() => _cdp = await CustomerDataPlatform.OpenAsync(
        setup => setup.UseInMemory().Source("web", Party.First).Purpose("marketing", LawfulBasis.Consent));

    [TearDown]
    public ValueTask CloseAsync() => _cdp.DisposeAsync();

    [Test]
    public async Task Erase_ReportsNothing_OfWhomNobodyNamed_AndStillRefusesWhatComesLate()
    {
        await ErasesAsync(Ada, identifiers: 0, events: 0, records: 0);
        (await _cdp.Privacy.ErasedAtAsync(Ada)).ShouldNotBeNull();
        var late = new TrackEvent { Source = "web", Name = "Order Completed", Identifiers = [Ada], Timestamp = _cdp.Time.GetUtcNow().AddDays(-1) };
        (await _cdp.IngestAsync(late)).Reason.ShouldBe(EventReason.Erased);
    }

    [Test]
    public async Task Erase_CountsEachIdentifierOfThePerson_AndNothingTheSecondTime()
    {
        await _cdp.LinkAsync(Ada, Mail);
        await _cdp.TrackAsync(Ada, "Order Completed");
        await ErasesAsync(Ada, identifiers: 2, events: 2, records: 0);
        await ErasesAsync(Ada, identifiers: 0, events: 0, records: 0);
    }

    [Test]
    public async Task Erase_CountsWhoIsKnown_ByConsentAlone()
    {
        await _cdp.Consent.GrantAsync(Ada, "marketing", evidence: "form");
        var said = await _cdp.Consent.HistoryAsync(Ada);
        await ErasesAsync(Ada, identifiers: 1, events: 0, said.Count + 1); // What the erasure itself was written down with is sealed with their key, too.
        await ErasesAsync(Ada, identifiers: 0, events: 0, records: 0);
    }

    [Test]
    public async Task Erase_CountsWhoIsKnown_ByAnActAlone()
    {
        await _cdp.Profiles.SeparateAsync(Ada, Mail);
        await ErasesAsync(Ada, identifiers: 1, events: 0, records: 0);
    }

    [Test]
    public async Task Erase_CountsWhoIsKnown_ByWhatWasSetAsideOrRetracted()
    {
        await _cdp.TrackAsync(Ada, "An unknown thing");
        await ErasesAsync(Ada, identifiers: 1, events: 1, records: 0);
        var order = await _cdp.TrackAsync(Mail, "Order Completed");
        await _cdp.Profiles.RetractAsync([FactId.Of("server", order.MessageId!)]);
        await ErasesAsync(Mail, identifiers: 1, events: 1, records: 0);
    }

    private async Task ErasesAsync(Identifier who, int identifiers, int events, int records) => (await _cdp.Privacy.EraseAsync(who)).ShouldSatisfyAllConditions(
        report => report.Identifiers.ShouldBe(identifiers),
        report => report.Events.ShouldBe(events),
        report => report.ConsentPayloads.ShouldBe(records));
}
