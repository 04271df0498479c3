using System.Text.Json;
using FirstParty.Consent.Signals;

namespace FirstParty.Tests.Consent.Signals;

internal static class SignalVectors
{
    public static JsonElement Load(string folder, string file) => JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", folder, file))).RootElement;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Holds every field that a vector names against the decoded string.</summary>
    public static void ShouldEqual(this TcString tc, JsonElement expected)
    {
        foreach (var property in expected.EnumerateObject())
        {
            ReadField(tc, property.Name).ShouldBe(Plain(property.Value), property.Name);
        }

        (tc.DisclosedVendors is null).ShouldBe(!expected.TryGetProperty("vendorsDisclosed", out _));
        (tc.AllowedVendors is null).ShouldBe(!expected.TryGetProperty("vendorsAllowed", out _));
        (tc.Publisher is null).ShouldBe(!expected.TryGetProperty("publisherConsents", out _));
    }

    private static string ReadField(TcString tc, string name) => name switch
    {
        "version" => $"{tc.Version}",
        "created" => Instant(tc.Created),
        "lastUpdated" => Instant(tc.LastUpdated),
        "cmpId" => $"{tc.CmpId}",
        "cmpVersion" => $"{tc.CmpVersion}",
        "consentScreen" => $"{tc.ConsentScreen}",
        "consentLanguage" => tc.ConsentLanguage,
        "vendorListVersion" => $"{tc.VendorListVersion}",
        "policyVersion" => $"{tc.PolicyVersion}",
        "isServiceSpecific" => $"{tc.IsServiceSpecific}",
        "useNonStandardTexts" => $"{tc.UseNonStandardTexts}",
        "specialFeatureOptins" => Ids(tc.SpecialFeatureOptIns),
        "purposeConsents" => Ids(tc.PurposeConsents),
        "purposeLegitimateInterests" => Ids(tc.PurposeLegitimateInterests),
        "purposeOneTreatment" => $"{tc.PurposeOneTreatment}",
        "publisherCountryCode" => tc.PublisherCountryCode,
        "vendorConsents" => Ids(tc.VendorConsents),
        "vendorLegitimateInterests" => Ids(tc.VendorLegitimateInterests),
        "publisherRestrictions" => string.Join(' ', tc.PublisherRestrictions.Select(Restriction)),
        "vendorsDisclosed" => Ids(tc.DisclosedVendors!),
        "vendorsAllowed" => Ids(tc.AllowedVendors!),
        "publisherConsents" => Ids(tc.Publisher!.Consents),
        "publisherLegitimateInterests" => Ids(tc.Publisher!.LegitimateInterests),
        "numCustomPurposes" => $"{tc.Publisher!.CustomPurposeCount}",
        "publisherCustomConsents" => Ids(tc.Publisher!.CustomConsents),
        "publisherCustomLegitimateInterests" => Ids(tc.Publisher!.CustomLegitimateInterests),
        "segments" => string.Join(' ', tc.Segments.Select(SegmentName)),
        "encodings" => Encodings(tc),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vector names a field that is not compared."),
    };

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Plain)),
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Select(property => $"{property.Name}={Plain(property.Value)}")),
        JsonValueKind.String => value.GetString()!,
        _ => value.ToString(),
    };

    private static string Ids(IdSet ids)
    {
        ids.ToArray().Length.ShouldBe(ids.Count);
        Enumerable.Range(-1, ids.MaxId + 3).Where(ids.Contains).ShouldBe(ids);
        return string.Join(' ', ids);
    }

    private static string Instant(DateTimeOffset instant) =>
        $"deciseconds={instant.ToUnixTimeMilliseconds() / 100} iso={instant:yyyy-MM-ddTHH:mm:ss.fff}Z";

    private static string Restriction(TcRestriction restriction)
    {
        var vendors = restriction.Vendors.SelectMany(range => Enumerable.Range(range.Start, range.End - range.Start + 1)).ToArray();
        vendors.ShouldAllBe(vendor => restriction.AppliesTo(vendor));
        return $"purposeId={restriction.PurposeId} restrictionType={(int)restriction.Type} vendorIds={string.Join(' ', vendors)}";
    }

    private static string SegmentName(TcSegment segment) => segment switch
    {
        TcSegment.Core => "core",
        TcSegment.DisclosedVendors => "vendorsDisclosed",
        TcSegment.AllowedVendors => "vendorsAllowed",
        _ => "publisherTC",
    };

    private static string Encodings(TcString tc)
    {
        static string Kind(IdSet ids) => ids.IsRangeEncoded ? "range" : "bitfield";
        var (consents, interests) = (tc.VendorConsents, tc.VendorLegitimateInterests);
        var text = $"vendorConsents={Kind(consents)} vendorConsentsMax={consents.MaxId} "
            + $"vendorLegitimateInterests={Kind(interests)} vendorLegitimateInterestsMax={interests.MaxId}";
        text += tc.DisclosedVendors is { } disclosed ? $" vendorsDisclosed={Kind(disclosed)}" : "";
        return text + (tc.AllowedVendors is { } allowed ? $" vendorsAllowed={Kind(allowed)}" : "");
    }
}
