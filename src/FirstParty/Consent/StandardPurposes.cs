using System.Collections.Immutable;
using FirstParty.Taxonomies;

namespace FirstParty.Consent;

/// <summary>
/// Purposes that most platforms need, with their names in the TCF, Consent Mode, fideslang and the US signals. Register those in use; change one
/// by <c>with</c>. None is registered by itself.
/// </summary>
public static class StandardPurposes
{
    private static readonly TimeSpan ThirteenMonths = TimeSpan.FromDays(395);
    private static readonly ImmutableArray<Party> Direct = [Party.Zero, Party.First, Party.Second];

    /// <summary>Store on and read from the device.</summary>
    public static Purpose DeviceStorage { get; } = OptIn("device.storage", "Store and access information on a device") with
    {
        DeviceAccess = true,
        Mapping = new() { TcfPurposes = [1], FideslangUses = ["functional.storage"] },
    };

    /// <summary>
    /// Deliver the service that the person asked for. It sees what was collected for no purpose of its own, and, while that is permitted, what was collected for
    /// another: register it again with <see cref="Purpose.AllowedCategories"/> to narrow that.
    /// </summary>
    public static Purpose EssentialService { get; } = On(LawfulBasis.Contract, "essential.service", "Provide the service you asked for") with
    {
        Mapping = new() { ConsentModeKeys = ["security_storage", "functionality_storage"], FideslangUses = ["essential.service"] },
    };

    /// <summary>Keep the service secure and find fraud.</summary>
    public static Purpose SecurityFraud { get; } = On(LawfulBasis.LegitimateInterests, "security.fraud", "Keep the service secure and prevent fraud") with
    {
        NoticeGiven = true,
        CompellingGrounds = "Without it neither the service nor its users can be protected.",
        Mapping = new()
        {
            TcfSpecialPurposes = [1],
            ConsentModeKeys = ["security_storage"],
            FideslangUses = ["essential.fraud_detection", "essential.service.security"],
        },
    };

    /// <summary>Remember and pass on the person's privacy choices.</summary>
    public static Purpose PrivacyChoices { get; } = On(LawfulBasis.LegalObligation, "privacy.choices", "Remember your privacy choices") with
    {
        Mapping = new() { TcfSpecialPurposes = [3], FideslangUses = ["functional.storage.privacy_preferences"] },
    };

    /// <summary>Deliver an advertisement technically.</summary>
    public static Purpose AdsDelivery { get; } = On(LawfulBasis.LegitimateInterests, "ads.delivery", "Deliver and present advertising") with
    {
        Mapping = new() { TcfSpecialPurposes = [2], FideslangUses = ["marketing.advertising.serving"] },
    };

    /// <summary>Remember settings such as language.</summary>
    public static Purpose FunctionalPreferences { get; } = OptIn("functional.preferences", "Remember your settings") with
    {
        Mapping = new() { ConsentModeKeys = ["functionality_storage"], FideslangUses = ["functional.service"] },
    };

    /// <summary>Choose advertisements by the page and other limited data.</summary>
    public static Purpose AdsContextual { get; } = OptIn("ads.contextual", "Use limited data to select advertising") with
    {
        Mapping = new()
        {
            TcfPurposes = [2],
            FideslangUses =
            [
                "marketing.advertising.first_party.contextual", "marketing.advertising.frequency_capping",
                "marketing.advertising.negative_targeting",
            ],
        },
    };

    /// <summary>Make profiles for advertising.</summary>
    public static Purpose AdsProfile { get; } = OptIn("ads.profile", "Create profiles for personalised advertising") with
    {
        ProfilingForAds = true,
        Mapping = new()
        {
            TcfPurposes = [3],
            ConsentModeKeys = ["ad_personalization"],
            FideslangUses = ["marketing.advertising.profiling"],
            UsSignals = ["TargetedAdvertisingOptOut"],
        },
    };

    /// <summary>Choose advertisements by profiles.</summary>
    public static Purpose AdsPersonalised { get; } = OptIn("ads.personalised", "Use profiles to select personalised advertising") with
    {
        ProfilingForAds = true,
        Mapping = new()
        {
            TcfPurposes = [4],
            ConsentModeKeys = ["ad_personalization"],
            FideslangUses = ["marketing.advertising.first_party.targeted", "marketing.advertising.third_party.targeted"],
            UsSignals = ["TargetedAdvertisingOptOut", "SharingOptOut"],
        },
    };

    /// <summary>Make profiles for content.</summary>
    public static Purpose ContentProfile { get; } = OptIn("content.profile", "Create profiles to personalise content") with
    {
        Mapping = new() { TcfPurposes = [5], ConsentModeKeys = ["personalization_storage"], FideslangUses = ["personalize.content.profiling"] },
    };

    /// <summary>Choose content by profiles.</summary>
    public static Purpose ContentPersonalised { get; } = OptIn("content.personalised", "Use profiles to select personalised content") with
    {
        Mapping = new() { TcfPurposes = [6], ConsentModeKeys = ["personalization_storage"], FideslangUses = ["personalize.content.profiled"] },
    };

    /// <summary>Measure advertising.</summary>
    public static Purpose AdsMeasurement { get; } = OptIn("ads.measurement", "Measure advertising performance") with
    {
        Mapping = new() { TcfPurposes = [7], ConsentModeKeys = ["ad_user_data"], FideslangUses = ["analytics.reporting.ad_performance"] },
    };

    /// <summary>Measure content.</summary>
    public static Purpose ContentMeasurement { get; } = OptIn("content.measurement", "Measure content performance") with
    {
        Mapping = new() { TcfPurposes = [8], ConsentModeKeys = ["analytics_storage"], FideslangUses = ["analytics.reporting.content_performance"] },
    };

    /// <summary>Understand audiences by statistics.</summary>
    public static Purpose AudienceInsights { get; } = OptIn("audience.insights", "Understand audiences through statistics") with
    {
        Mapping = new() { TcfPurposes = [9], ConsentModeKeys = ["analytics_storage"], FideslangUses = ["analytics.reporting.campaign_insights"] },
    };

    /// <summary>Develop and improve the service.</summary>
    public static Purpose ProductImprovement { get; } = OptIn("product.improvement", "Develop and improve services") with
    {
        Mapping = new() { TcfPurposes = [10], ConsentModeKeys = ["analytics_storage"], FideslangUses = ["functional.service.improve"] },
    };

    /// <summary>Choose content by limited data.</summary>
    public static Purpose ContentContextual { get; } = OptIn("content.contextual", "Use limited data to select content") with
    {
        Mapping = new() { TcfPurposes = [11], FideslangUses = ["personalize.content.limited"] },
    };

    /// <summary>Use the precise location of the device.</summary>
    public static Purpose GeoPrecise { get; } = OptIn("geo.precise", "Use precise location") with
    {
        Mapping = new() { TcfSpecialFeatures = [1], UsSignals = ["SensitiveDataProcessing"] },
    };

    /// <summary>Recognise the device by its characteristics.</summary>
    public static Purpose DeviceFingerprint { get; } = OptIn("device.fingerprint", "Recognise your device by its characteristics") with
    {
        DeviceAccess = true,
        Mapping = new() { TcfSpecialFeatures = [2] },
    };

    /// <summary>Upload lists to advertising platforms.</summary>
    public static Purpose AdsAudienceMatch { get; } = OptIn("ads.audienceMatch", "Match audiences with advertising platforms") with
    {
        ProfilingForAds = true,
        Mapping = new()
        {
            TcfPurposes = [4],
            ConsentModeKeys = ["ad_user_data", "ad_personalization"],
            FideslangUses = ["marketing.advertising.third_party.targeted", "third_party_sharing"],
            UsSignals = ["SharingOptOut"],
        },
    };

    /// <summary>Sell personal information, in the Californian act's sense.</summary>
    public static Purpose DataSell { get; } = OptOut("data.sell", "Sell personal information", ["SaleOptOut", "GPC"]);

    /// <summary>Share personal information for cross-context advertising, in the Californian act's sense.</summary>
    public static Purpose DataShare { get; } = OptOut("data.share", "Share personal information for advertising", ["SharingOptOut", "GPC"]);

    /// <summary>Use sensitive personal information beyond what is necessary, in the Californian act's sense.</summary>
    public static Purpose SensitiveUse { get; } =
        OptOut("sensitive.use", "Use sensitive personal information", ["SensitiveDataLimitUseNotice", "SensitiveDataProcessing"]) with
        {
            Mapping = new() { UsSignals = ["SensitiveDataLimitUseNotice", "SensitiveDataProcessing"] },
        };

    /// <summary>Marketing by e-mail.</summary>
    public static Purpose MarketingEmail { get; } = Marketing("marketing.email", "Send you marketing by e-mail", "marketing.communications.email");

    /// <summary>Marketing by text message.</summary>
    public static Purpose MarketingSms { get; } = Marketing("marketing.sms", "Send you marketing by text message", "marketing.communications.sms");

    /// <summary>Marketing by telephone.</summary>
    public static Purpose MarketingPhone { get; } = Marketing("marketing.phone", "Call you about our offers", "marketing.communications");

    /// <summary>Marketing by post.</summary>
    public static Purpose MarketingPost { get; } = Marketing("marketing.post", "Send you marketing by post", "marketing.communications");

    /// <summary>Marketing by push message.</summary>
    public static Purpose MarketingPush { get; } = Marketing("marketing.push", "Send you marketing by push message", "marketing.communications");

    /// <summary>Decide automatically with significant effect.</summary>
    public static Purpose AutomatedDecision { get; } = OptIn("profiling.automatedDecision", "Decide automatically about you") with { AutomatedDecision = true };

    /// <summary>Train AI models.</summary>
    public static Purpose AiTraining { get; } = OptIn("ai.training", "Train AI systems") with
    {
        Mapping = new() { FideslangUses = ["train_ai_system"] },
    };

    /// <summary>Run a loyalty programme that the person joined.</summary>
    public static Purpose LoyaltyProgramme { get; } = On(LawfulBasis.Contract, "loyalty.programme", "Run the loyalty programme you joined") with
    {
        Mapping = new() { FideslangUses = ["essential.service"] },
    };

    /// <summary>Fulfil orders.</summary>
    public static Purpose OrderFulfil { get; } = On(LawfulBasis.Contract, "order.fulfil", "Fulfil your orders") with
    {
        Mapping = new() { FideslangUses = ["essential.service"] },
    };

    /// <summary>Answer questions.</summary>
    public static Purpose Support { get; } = On(LawfulBasis.Contract, "support", "Answer your questions") with
    {
        Mapping = new() { FideslangUses = ["essential.service.operations.support"] },
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<Purpose> All { get; } =
    [
        DeviceStorage, EssentialService, SecurityFraud, PrivacyChoices, AdsDelivery, FunctionalPreferences, AdsContextual, AdsProfile,
        AdsPersonalised, ContentProfile, ContentPersonalised, AdsMeasurement, ContentMeasurement, AudienceInsights, ProductImprovement,
        ContentContextual, GeoPrecise, DeviceFingerprint, AdsAudienceMatch, DataSell, DataShare, SensitiveUse, MarketingEmail, MarketingSms,
        MarketingPhone, MarketingPost, MarketingPush, AutomatedDecision, AiTraining, LoyaltyProgramme, OrderFulfil, Support,
    ];

    private static Purpose On(LawfulBasis basis, string id, string title) =>
        new(id, basis) { Titles = ImmutableSortedDictionary<string, string>.Empty.Add("en", title) };

    private static Purpose OptIn(string id, string title) => On(LawfulBasis.Consent, id, title) with { Validity = ThirteenMonths };

    private static Purpose OptOut(string id, string title, ImmutableArray<string> signals) => On(LawfulBasis.LegitimateInterests, id, title) with
    {
        Regime = ConsentRegime.OptOut,
        Mapping = new() { FideslangUses = ["third_party_sharing"], UsSignals = signals },
    };

    private static Purpose Marketing(string id, string title, string use) => On(LawfulBasis.Consent, id, title) with
    {
        DirectMarketing = true,
        AllowedParties = Direct,
        Mapping = new() { FideslangUses = [use] },
    };
}
