using System.Collections.Frozen;

namespace FirstParty.Consent.Signals;

/// <summary>
/// The fields of each US section, as the sections' specifications list them: every value has two bits, and a number after a colon says how
/// many values a field has. The version's six bits come first everywhere.
/// </summary>
internal sealed class GppUsLayout
{
    private const string Mspa = "MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode";
    private const string SaleAndAds = "SaleOptOutNotice TargetedAdvertisingOptOutNotice SaleOptOut TargetedAdvertisingOptOut";
    private const string Shared = "SharingNotice " + SaleAndAds;
    private const string Processed = "ProcessingNotice " + SaleAndAds;
    private const string SaleAdsAndSensitive =
        "SaleOptOutNotice TargetedAdvertisingOptOutNotice {0} SaleOptOut TargetedAdvertisingOptOut";

    private const string National =
        "SharingNotice SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataProcessingOptOutNotice "
        + "SensitiveDataLimitUseNotice SaleOptOut SharingOptOut TargetedAdvertisingOptOut ";

    // Maryland, Indiana, Kentucky and Rhode Island put the agreement's fields first.
    private const string AgreementFirst = "MspaCoveredTransaction MspaMode " + Processed;
    private const string AgreementAndChildren = AgreementFirst + " KnownChildSensitiveDataConsents AdditionalDataProcessingConsent";

    private static readonly FrozenDictionary<int, GppUsLayout> Layouts = new GppUsLayout[]
    {
        new(7, "usnat", 1, National + "SensitiveDataProcessing:12 KnownChildSensitiveDataConsents:2 PersonalDataConsents " + Mspa)
        {
            Next = new(7, "usnat", 2, National
                + "SensitiveDataProcessing:16 KnownChildSensitiveDataConsents:3 PersonalDataConsents " + Mspa),
        },
        new(8, "usca", 1, "SaleOptOutNotice SharingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut "
            + "SensitiveDataProcessing:9 KnownChildSensitiveDataConsents:2 PersonalDataConsents " + Mspa),
        new(9, "usva", 1, State(Shared, sensitive: 8, children: 1, additional: false)),
        new(10, "usco", 1, State(Shared, sensitive: 7, children: 1, additional: false)),
        new(11, "usut", 1, State(
            "SharingNotice " + Noticed("SensitiveDataProcessingOptOutNotice"), sensitive: 8, children: 1, additional: false)),
        new(12, "usct", 1, State(Shared, sensitive: 8, children: 3, additional: false)),
        new(13, "usfl", 1, State(Processed, sensitive: 8, children: 3)),
        new(14, "usmt", 1, State(Shared, sensitive: 8, children: 3)),
        new(15, "usor", 1, State(Processed, sensitive: 11, children: 3)),
        new(16, "ustx", 1, State(Processed, sensitive: 8, children: 1)),
        new(17, "usde", 1, State(Processed, sensitive: 9, children: 5)),
        new(18, "usia", 1, State("ProcessingNotice " + Noticed("SensitiveDataOptOutNotice"), sensitive: 8, children: 1, additional: false)),
        new(19, "usne", 1, State(Processed, sensitive: 8, children: 1)),
        new(20, "usnh", 1, State(Processed, sensitive: 8, children: 3)),
        new(21, "usnj", 1, State(Processed, sensitive: 10, children: 5)),
        new(22, "ustn", 1, State(Processed, sensitive: 8, children: 1)),
        new(23, "usmn", 1, State(Processed, sensitive: 8, children: 1)),
        new(24, "usmd", 1, AgreementFirst + " AdditionalDataProcessingConsent"),
        new(25, "usin", 1, AgreementAndChildren) { Second = "SensitiveDataProcessing:8" },
        new(26, "usky", 1, AgreementAndChildren) { Second = "SensitiveDataProcessing:8" },
        new(27, "usri", 1, AgreementAndChildren) { Second = "SensitiveDataProcessing:8" },
    }.ToFrozenDictionary(layout => layout.SectionId);

    private GppUsLayout(int sectionId, string name, int version, string fields)
    {
        (SectionId, Name, Version) = (sectionId, name, version);
        Fields = Split(fields);
    }

    public int SectionId { get; }

    public string Name { get; }

    public int Version { get; }

    public IReadOnlyList<(string Name, int Count)> Fields { get; }

    /// <summary>The fields of the second segment, where that is not Global Privacy Control.</summary>
    public string? Second { get; private init; }

    /// <summary>The next version's layout.</summary>
    private GppUsLayout? Next { get; init; }

    public static GppUsLayout? Find(int sectionId) => Layouts.GetValueOrDefault(sectionId);

    public static List<(string Name, int Count)> Split(string fields) => [.. fields.Split(' ').Select(field => field.Split(':') switch
    {
        [var name, var count] => (name, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
        var parts => (parts[0], 1),
    })];

    public GppUsLayout? OfVersion(int version) => version == Version ? this : Next?.OfVersion(version);

    private static string State(string notices, int sensitive, int children, bool additional = true) =>
        $"{notices} SensitiveDataProcessing:{sensitive} KnownChildSensitiveDataConsents:{children} "
        + (additional ? "AdditionalDataProcessingConsent " : "") + Mspa;

    private static string Noticed(string notice) => SaleAdsAndSensitive.Replace("{0}", notice, StringComparison.Ordinal);
}
