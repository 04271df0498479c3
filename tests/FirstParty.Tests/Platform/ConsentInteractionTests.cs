using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>Several records of one act: all or none, and none from before an erasure.</summary>
[TestFixture]
public sealed class ConsentInteractionTests
{
    private static readonly Identifier Ada = Identifier.AnonymousId("ada");

    [Test]
    public async Task Record_TakesAllOfAnAct_InOrder()
    {
        await using var cdp = await OpenAsync();
        var taken = await cdp.Consent.RecordAsync([Act("a", ConsentAct.Granted), Act("b", ConsentAct.Denied)]);
        taken.Select(record => (record.Purpose, record.Act, record.Sequence)).ShouldBe([("a", ConsentAct.Granted, 0L), ("b", ConsentAct.Denied, 1L)]);
        (await cdp.Consent.HistoryAsync(Ada)).Select(record => record.InteractionId).ShouldBe(["banner", "banner"]);
    }

    [Test]
    public async Task Record_TakesNothing_WhenOneOfThemCannotStand()
    {
        await using var cdp = await OpenAsync();
        await Should.ThrowAsync<ArgumentException>(async () =>
            await cdp.Consent.RecordAsync([Act("a", ConsentAct.Granted), Act("b", ConsentAct.Granted) with { OccurredAt = DateTimeOffset.MinValue }]));
        await Should.ThrowAsync<ArgumentException>(async () => await cdp.Consent.RecordAsync([Act("a", ConsentAct.Granted), Act("nowhere", ConsentAct.Granted)]));
        (await cdp.Consent.HistoryAsync(Ada)).ShouldBeEmpty();
    }

    [Test]
    public async Task Record_LeavesOutWhatWasSaidBeforeAnErasure()
    {
        await using var cdp = await OpenAsync();
        await cdp.TrackAsync(Ada, "Seen");
        var before = cdp.Time.GetUtcNow() - TimeSpan.FromDays(1);
        await cdp.Privacy.EraseAsync(Ada);
        var head = (await cdp.Consent.HistoryAsync(Ada)).Count;
        var taken = await cdp.Consent.RecordAsync([Act("a", ConsentAct.Granted) with { OccurredAt = before }, Act("b", ConsentAct.Granted)]);
        taken.Select(record => record.Sequence >= 0).ShouldBe([false, true]);
        (await cdp.Consent.HistoryAsync(Ada)).Count.ShouldBe(head + 1);
        (await cdp.Consent.DecideAsync(Ada, "a")).Allowed.ShouldBeFalse();
        (await cdp.Consent.DecideAsync(Ada, "b")).Allowed.ShouldBeTrue("Who comes back may agree anew.");
    }

    private static ValueTask<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .Purpose("a", LawfulBasis.Consent)
        .Purpose("b", LawfulBasis.Consent)
        .Taxonomy(data => data.Event("Seen", DataKind.Quantitative)));

    private static ConsentRecord Act(string purpose, ConsentAct act) => new()
    {
        Subject = Ada, Act = act, Purpose = purpose, OccurredAt = TimeProvider.System.GetUtcNow(), InteractionId = "banner",
    };
}
