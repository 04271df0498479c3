using FirstParty.Consent;
using FirstParty.Identity;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class ConsentChangeTests
{
    private static readonly Identifier Eve = Identifier.UserId("eve");
    private static readonly Purpose News = new("news", LawfulBasis.Consent);

    [Test]
    public void Between_PreviewsAMerge_AsLossForOneAndNothingForTheOther()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Denied, "news", 3, r => r with { Subject = Eve });

        var changes = ConsentChange.Between([story.ConsentOf(Ada), story.ConsentOf(Eve)], [story.ConsentOf(Ada, Eve)], Day(5));

        var change = changes.ShouldHaveSingleItem();
        change.Identifier.ShouldBe(Ada);
        change.IsLoss.ShouldBeTrue();
        change.After.Status.ShouldBe(ConsentStatus.Denied);
    }

    [Test]
    public void Between_ReportsAnUnmerge_WithRefusalsMadeTogetherStaying()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1, r => r with { Subject = Eve })
            .Then(ConsentAct.Withdrawn, "news", 3, r => r with { AlsoBinds = [Eve] });

        ConsentChange.Between([story.ConsentOf(Ada, Eve)], [story.ConsentOf(Ada), story.ConsentOf(Eve)], Day(5)).ShouldBeEmpty();
        ConsentChange.Between([story.ConsentOf(Ada, Eve)], [story.ConsentOf(Ada), story.ConsentOf(Eve)], Day(2))
            .ShouldHaveSingleItem().Identifier.ShouldBe(Ada);
    }

    [Test]
    public void Between_ShowsWhomANewTextAsksAgain()
    {
        var before = new ConsentStory(News).Then(ConsentAct.Granted, "news", 1);
        var after = new ConsentStory(News).Then(ConsentAct.Granted, "news", 1).Published(2, 5);

        ConsentChange.Between([before.Consent], [after.Consent], Day(6)).ShouldHaveSingleItem().After.Status.ShouldBe(ConsentStatus.Stale);
    }
}
