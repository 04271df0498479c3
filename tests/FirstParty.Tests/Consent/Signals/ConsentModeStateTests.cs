using FirstParty.Consent;
using FirstParty.Consent.Signals;

namespace FirstParty.Tests.Consent.Signals;

public sealed class ConsentModeStateTests
{
    [Test]
    public void Parse_ReadsTheSevenKeys_AndIgnoresOthers() =>
        ConsentModeState.Parse("""{"ad_storage":"denied","ad_user_data":"granted","region":["SE"],"wait_for_update":500,"ad_user_data":"denied"}""")
            .ShouldBe(new ConsentModeState { AdStorage = false, AdUserData = false });

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("""{"ad_storage":true}""")]
    [TestCase("""{"ad_storage":"maybe"}""")]
    [TestCase("""{"ad_storage":"\ud800"}""")]
    [TestCase("""{"\ud800":"granted"}""")]
    [TestCase("""{"ad_storage":"granted" """)]
    public void Parse_Refuses(string json) => Should.Throw<FormatException>(() => ConsentModeState.Parse(json));

    [Test]
    public void Parse_Refuses_WhenTooLong() =>
        Should.Throw<FormatException>(() => ConsentModeState.Parse(new string(' ', ConsentModeState.MaxLength + 1)));

    [Test]
    public void ToJson_WritesWhatIsSaid_AndReadsBack()
    {
        var state = new ConsentModeState { AdStorage = true, SecurityStorage = true, AnalyticsStorage = false };
        state.ToJson().ShouldBe("""{"ad_storage":"granted","analytics_storage":"denied","security_storage":"granted"}""");
        ConsentModeState.Parse(state.ToJson()).ShouldBe(state);
    }

    // ad_storage = P1; ad_user_data = P1 and P7; ad_personalization = P3 and P4; analytics and personalisation from their own purposes.
    [TestCase("", "")]
    [TestCase("device.storage", "ad_storage")]
    [TestCase("ads.measurement", "")]
    [TestCase("device.storage ads.measurement", "ad_storage ad_user_data")]
    [TestCase("ads.profile", "")]
    [TestCase("ads.profile ads.personalised", "ad_personalization")]
    [TestCase("content.measurement audience.insights", "")]
    [TestCase("content.measurement audience.insights product.improvement", "analytics_storage")]
    [TestCase("content.profile content.personalised functional.preferences", "functionality_storage personalization_storage")]
    public void From_NeedsEveryPurposeOfAKey(string allowed, string granted)
    {
        var state = ConsentModeState.From(StandardPurposes.All, allowed.Split(' ').Contains);

        foreach (var key in new[] { "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage" })
        {
            state[key].ShouldBe(granted.Split(' ').Contains(key), key);
        }

        state.SecurityStorage.ShouldBe(true);
    }

    [Test]
    public void From_AsksOnlyThePurposesInUse()
    {
        var state = ConsentModeState.From([StandardPurposes.ContentMeasurement, StandardPurposes.AdsMeasurement], _ => true);
        (state.AnalyticsStorage, state.AdUserData, state.AdStorage, state.AdPersonalization).ShouldBe((true, true, false, false));
    }
}
