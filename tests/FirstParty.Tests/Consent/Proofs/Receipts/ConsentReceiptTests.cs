using System.Text.Json;
using FirstParty.Consent;
using FirstParty.Consent.Proofs.Receipts;
using FirstParty.Identity;

namespace FirstParty.Tests.Consent.Proofs.Receipts;

public sealed class ConsentReceiptTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada<script>");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("018f3a5e-0000-7000-8000-000000000001");

    private static readonly Purpose Mail = StandardPurposes.MarketingEmail with
    {
        Recipients = ["Mailer & Sons"],
        AllowedCategories = ["user.contact.email"],
        Validity = TimeSpan.FromDays(365),
        Retention = TimeSpan.FromDays(730),
        Titles = StandardPurposes.MarketingEmail.Titles.Add("sv", "Skicka e-post till dig"),
    };

    private static readonly ReceiptController Shop = new(
        "Te & Kaffe <AB>",
        "Storgatan 1, Ume\u00e5",
        "dpo@shop.example",
        new("https://shop.example/privacy"),
        new("https://shop.example/choices?a=1&b=2"))
    {
        Authority = "Integritetsskyddsmyndigheten", Phone = "+46 90 123", Jurisdiction = "SE", StorageLocations = ["SE", "FI"],
    };

    private static readonly ConsentReceipt Receipt = Make();

    [Test]
    public void Of_HoldsEveryPurposeThatThePersonSaidSomethingOf()
    {
        Receipt.Items.Select(item => (item.Purpose.Id, item.Decision.Status, item.Records.Count)).ShouldBe(
        [
            ("marketing.email", ConsentStatus.Granted, 2),
            ("content.profile", ConsentStatus.Withdrawn, 2),
            ("ads.profile", ConsentStatus.Denied, 1),
        ]);
    }

    [Test]
    public void Write_GivesKantara11_WithTheConsentsInForceAlone()
    {
        var json = JsonDocument.Parse(Receipt.Write(ReceiptFormat.Kantara11)).RootElement;

        json.GetProperty("version").GetString().ShouldBe("KI-CR-v1.1.0");
        json.GetProperty("jurisdiction").GetString().ShouldBe("SE");
        json.GetProperty("consentTimestamp").GetInt64().ShouldBe(Noon.AddDays(-1).ToUnixTimeSeconds());
        json.GetProperty("collectionMethod").GetString().ShouldBe("form");
        json.GetProperty("consentReceiptID").GetString().ShouldBe(Id.ToString());
        json.GetProperty("language").GetString().ShouldBe("sv");
        json.GetProperty("piiPrincipalId").GetString().ShouldBe("userId:ada<script>");
        json.GetProperty("policyUrl").GetString().ShouldBe("https://shop.example/privacy");
        json.GetProperty("sensitive").GetBoolean().ShouldBeFalse();
        json.GetProperty("spiCat").GetArrayLength().ShouldBe(0);
        var controller = json.GetProperty("piiControllers")[0];
        controller.GetProperty("piiController").GetString().ShouldBe(Shop.Name);
        controller.GetProperty("address").GetProperty("streetAddress").GetString().ShouldBe(Shop.Address);
        var purpose = json.GetProperty("services")[0].GetProperty("purposes").EnumerateArray().ShouldHaveSingleItem();
        purpose.GetProperty("purpose").GetString().ShouldBe("Skicka e-post till dig");
        purpose.GetProperty("consentType").GetString().ShouldBe("EXPLICIT");
        purpose.GetProperty("piiCategory")[0].GetString().ShouldBe("user.contact.email");
        purpose.GetProperty("purposeCategory")[0].GetString().ShouldBe("marketing.communications.email");
        purpose.GetProperty("termination").GetString().ShouldBe("On withdrawal, and at the latest 2027-04-30");
        purpose.GetProperty("thirdPartyDisclosure").GetBoolean().ShouldBeTrue();
        purpose.GetProperty("thirdPartyName").GetString().ShouldBe("Mailer & Sons");
    }

    [Test]
    public void Write_GivesIso27560_WithEveryFieldThatTheGdprProfileDemands()
    {
        var json = JsonDocument.Parse(Receipt.Write(ReceiptFormat.Iso27560JsonLd)).RootElement;

        json.GetProperty("@type").GetString().ShouldBe("dpv:ConsentReceipt");
        json.GetProperty("dct:conformsTo").GetString().ShouldBe("https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr");
        var records = json.GetProperty("dpv:hasRecordOfActivity");
        records.GetArrayLength().ShouldBe(3);
        foreach (var record in records.EnumerateArray())
        {
            record.GetProperty("dct:conformsTo").GetString().ShouldBe("https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr");
            foreach (var path in Mandatory)
            {
                Find(record, path).ShouldNotBeNull(path);
            }
        }

        records[0].GetProperty("dpv:hasLegalBasis").GetString().ShouldBe("eu-gdpr:A6-1-a");
        var sayings = records[1].GetProperty("dpv:hasConsentStatus");
        sayings.EnumerateArray().Select(saying => saying.GetProperty("@type")[0].GetString())
            .ShouldBe(["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]);
        records[0].GetProperty("dpv:hasConsentStatus")[1].GetProperty("dct:valid").GetString().ShouldBe("2027-04-30T12:00:00Z");
        Find(records[0], "dpv:hasProcess/dpv:hasStorageCondition/1/dpv:hasDuration")!.Value.GetString().ShouldBe("P730D");
    }

    [Test]
    public void Write_GivesAPage_ThatShowsChoicesAndEncodesEverything()
    {
        var page = Receipt.Write(ReceiptFormat.Html);

        page.ShouldContain("Te &amp; Kaffe &lt;AB&gt;");
        page.ShouldContain("userId:ada&lt;script&gt;");
        page.ShouldContain("Shared with Mailer &amp; Sons");
        page.ShouldContain("href=\"https://shop.example/choices?a=1&amp;b=2\"");
        page.ShouldContain("Skicka e-post till dig");
        page.ShouldContain("<td>No, withdrawn</td>");
        page.ShouldContain("<td>Yes<br><small>until <time datetime=\"2027-04-30T12:00:00Z\">2027-04-30</time></small></td>");
        page.ShouldNotContain("<script");
        page.ShouldNotContain(" src=");
    }

    [Test]
    public void Write_MakesNoLink_OfAnAddressThatIsNotTheWebs() =>
        (Receipt with { Controller = Shop with { RightsUrl = new Uri("javascript:alert(1)") } }).Write(ReceiptFormat.Html)
            .ShouldNotContain("href=\"javascript");

    [Test]
    public void Controller_Refuses_WhenAnAddressIsRelative() => Should.Throw<ArgumentException>(() =>
        new ReceiptController("a", "b", "c", new Uri("/privacy", UriKind.Relative), new Uri("https://shop.example/")));

    [Test]
    public void Write_GivesAReceiptOfNothing_ToWhomSaidNothing()
    {
        var empty = Receipt with { Items = [] };
        var kantara = JsonDocument.Parse(empty.Write(ReceiptFormat.Kantara11)).RootElement;
        var jsonLd = JsonDocument.Parse(empty.Write(ReceiptFormat.Iso27560JsonLd)).RootElement;
        kantara.GetProperty("services")[0].GetProperty("purposes").GetArrayLength().ShouldBe(0);
        jsonLd.GetProperty("dpv:hasRecordOfActivity").GetArrayLength().ShouldBe(0);
        empty.Write(ReceiptFormat.Html).ShouldContain("</table>");
    }

    // Record, principal, notice, language, purpose, data, controller, storage, retention, jurisdiction, recipients, withdrawal, party, event; then
    // what the GDPR adds: basis, collection, processing, places, rights, authority, necessity.
    private static readonly string[] Mandatory =
    [
        "dpv:hasIdentifier", "dpv:hasDataSubject/dpv:hasIdentifier", "dpv:hasNotice/@id", "dpv:hasNotice/dct:language",
        "dpv:hasProcess/dpv:hasPurpose/dct:title", "dpv:hasProcess/dpv:hasPersonalData/0/@type", "dpv:hasDataController/@id",
        "dpv:hasProcess/dpv:hasStorageCondition/0/dpv:hasLocation", "dpv:hasProcess/dpv:hasStorageCondition/1/dpv:hasDuration",
        "dpv:hasJurisdiction", "dpv:hasProcess/dpv:hasRecipient/0", "dpv:hasConsentControl/dpv:isExercisedAt",
        "dpv:hasDataController/dpv:hasAddress", "dpv:hasDataController/dpv:hasName", "dpv:hasDataController/dpv:hasContact/0",
        "dpv:hasConsentStatus/0/@type", "dpv:hasConsentStatus/0/dpv:isIndicatedAtTime", "dpv:hasConsentStatus/0/dpv:isIndicatedBy",
        "dpv:hasConsentStatus/0/dct:valid", "dpv:hasLegalBasis", "dpv:hasProcess/dpv:hasDataSource", "dpv:hasProcess/dpv:hasProcessing/0",
        "dpv:hasProcess/dpv:hasLocation/0", "dpv:hasRight/0/@type", "dpv:hasAuthority", "dpv:hasProcess/dpv:hasPersonalData/0/dpv:hasNecessity",
    ];

    private static JsonElement? Find(JsonElement json, string path)
    {
        foreach (var step in path.Split('/'))
        {
            if (int.TryParse(step, out var index))
            {
                json = json[index];
            }
            else if (!json.TryGetProperty(step, out json))
            {
                return null;
            }
        }

        return json;
    }

    private static ConsentReceipt Make()
    {
        var rules = new ConsentRules(new PurposeRegistry([Mail, StandardPurposes.AdsProfile, StandardPurposes.ContentProfile]));
        ConsentRecord[] records =
        [
            Record(0, ConsentAct.Denied, "marketing.email", 30),
            Record(1, ConsentAct.Granted, "content.profile", 20),
            Record(2, ConsentAct.Denied, "ads.profile", 10),
            Record(3, ConsentAct.Withdrawn, "content.profile", 5),
            Record(4, ConsentAct.Granted, "marketing.email", 1),
            Record(5, ConsentAct.Granted, "no.longer.registered", 1),
        ];
        var consent = new SubjectConsent(rules, [Ada], records);
        return ConsentReceipt.Of(Id, Noon, Ada, Shop, consent) with { Language = "sv" };
    }

    private static ConsentRecord Record(long sequence, ConsentAct act, string purpose, int daysAgo) => new()
    {
        Subject = Ada, Act = act, Purpose = purpose, Sequence = sequence, RecordId = new Guid((int)sequence, 0, 0, new byte[8]),
        OccurredAt = Noon.AddDays(-daysAgo), RecordedAt = Noon.AddDays(-daysAgo), Evidence = new ConsentEvidence { CollectionMethod = "form" },
    };
}
