using System.Text.Json;
using System.Xml;
using FirstParty.Taxonomies;

namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>
/// ISO/IEC TS 27560 as JSON-LD: a receipt that wraps one consent record for each purpose, with the fields that the GDPR profile demands.
/// </summary>
internal static class DpvReceipt
{
    private const string Schema = "https://w3id.org/dpv/schema/dpv-27560#";

    public static string Write(ConsentReceipt receipt) => ReceiptJson.Write(json =>
    {
        WriteContext(json);
        json.WriteString("@id", $"urn:uuid:{receipt.Id}");
        json.WriteString("@type", "dpv:ConsentReceipt");
        json.WriteString("dct:conformsTo", Schema + "receipt-eu-gdpr");
        json.WriteString("dpv:hasIdentifier", receipt.Id);
        json.WriteString("dct:created", ReceiptJson.Instant(receipt.IssuedAt));
        json.WriteString("dct:language", receipt.Language);
        WriteController(json, "dct:publisher", receipt.Controller);
        json.Array("dpv:hasRecordOfActivity", receipt.Items, item => WriteRecord(json, item, receipt));
    });

    private static void WriteContext(Utf8JsonWriter json) => json.Object("@context", () =>
    {
        json.WriteString("dpv", "https://w3id.org/dpv#");
        json.WriteString("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#");
        json.WriteString("loc", "https://w3id.org/dpv/loc#");
        json.WriteString("dct", "http://purl.org/dc/terms/");
    });

    private static void WriteRecord(Utf8JsonWriter json, ReceiptItem item, ConsentReceipt receipt)
    {
        var (controller, record) = (receipt.Controller, item.Records[0]);
        json.WriteString("@id", $"urn:uuid:{record.RecordId}");
        json.WriteString("@type", "dpv:ConsentRecord");
        json.WriteString("dct:conformsTo", Schema + "record-eu-gdpr");
        json.WriteString("dpv:hasIdentifier", record.RecordId);
        json.Object("dpv:hasDataSubject", () =>
        {
            json.WriteString("@type", "dpv:DataSubject");
            json.WriteString("dpv:hasIdentifier", receipt.SubjectText);
        });
        WriteController(json, "dpv:hasDataController", controller);
        json.WriteString("dpv:hasJurisdiction", item.Latest.Jurisdiction ?? controller.Jurisdiction);
        json.WriteString("dpv:hasApplicableLaw", "eu-gdpr:GDPR");
        json.WriteString("dpv:hasLegalBasis", LegalBasis(item));
        WriteNotice(json, item, receipt);
        json.Object("dpv:hasProcess", () => WriteProcess(json, item, receipt));
        WriteControls(json, controller);
        json.Optional("dpv:hasAuthority", controller.Authority);
        json.Array("dpv:hasConsentStatus", item.Records, saying => WriteEvent(json, saying, item));
    }

    private static void WriteController(Utf8JsonWriter json, string name, ReceiptController controller) => json.Object(name, () =>
    {
        json.WriteString("@id", (controller.Url ?? controller.NoticeUrl).AbsoluteUri);
        json.WriteString("@type", "dpv:DataController");
        json.WriteString("dpv:hasName", controller.Name);
        json.WriteString("dpv:hasAddress", controller.Address);
        json.Strings("dpv:hasContact", controller.Phone is { } phone
            ? [controller.Contact, controller.Email, phone]
            : [controller.Contact, controller.Email]);
    });

    private static void WriteNotice(Utf8JsonWriter json, ReceiptItem item, ConsentReceipt receipt) => json.Object("dpv:hasNotice", () =>
    {
        var evidence = item.Latest.Evidence;
        json.WriteString("@id", receipt.Controller.NoticeUrl.AbsoluteUri);
        json.WriteString("@type", "dpv:ConsentNotice");
        json.WriteString("dct:language", evidence.Locale ?? receipt.Language);
        json.Optional("dct:identifier", evidence.PolicyTextId ?? evidence.NoticeId);
        json.Optional("dct:hasVersion", evidence.PolicyVersion?.ToString());
    });

    private static void WriteProcess(Utf8JsonWriter json, ReceiptItem item, ConsentReceipt receipt)
    {
        var (purpose, locations) = (item.Purpose, receipt.Controller.StorageLocations);
        json.WriteString("@type", "dpv:Process");
        json.WriteString("dpv:hasService", receipt.Controller.Service);
        json.Object("dpv:hasPurpose", () =>
        {
            json.WriteString("@type", "dpv:Purpose");
            json.WriteString("dct:identifier", purpose.Id);
            json.WriteString("dct:title", purpose.TitleIn(receipt.Language));
        });
        var isSpecial = purpose.MaxSensitivity >= Sensitivity.SpecialCategory;
        json.Array("dpv:hasPersonalData", ConsentReceipt.Categories(purpose), category =>
        {
            json.WriteString("@type", isSpecial ? "dpv:SpecialCategoryPersonalData" : "dpv:PersonalData");
            json.WriteString("dct:identifier", category);
            json.WriteString("dpv:hasNecessity", "dpv:Optional");
        });
        string[] profiling = purpose.ProfilingForAds ? ["dpv:Profiling"] : [];
        json.Strings("dpv:hasProcessing", ["dpv:Collect", "dpv:Use", .. profiling]);
        json.WriteString("dpv:hasDataSource", "dpv:DataSubject");
        json.Strings("dpv:hasRecipient", [receipt.Controller.Name, .. purpose.Recipients]);
        json.Strings("dpv:hasLocation", locations);
        json.Array("dpv:hasStorageCondition", ["dpv:StorageLocation", "dpv:StorageDuration"], type =>
        {
            json.WriteString("@type", type);
            if (type == "dpv:StorageLocation")
            {
                json.Strings("dpv:hasLocation", locations);
            }
            else
            {
                json.WriteString("dpv:hasDuration", purpose.Retention is { } kept ? XmlConvert.ToString(kept) : "until withdrawn");
            }
        });
    }

    private static void WriteControls(Utf8JsonWriter json, ReceiptController controller)
    {
        json.Object("dpv:hasConsentControl", () =>
        {
            json.Strings("@type", ["dpv:ProvideConsent", "dpv:WithdrawConsent"]);
            json.WriteString("dpv:isExercisedAt", controller.WithdrawalUrl.AbsoluteUri);
        });
        json.Array("dpv:hasRight", Rights, right =>
        {
            json.Strings("@type", ["dpv:DataSubjectRight", right]);
            var rights = right == Rights[0] ? controller.WithdrawalUrl : controller.RightsUrl ?? controller.WithdrawalUrl;
            json.WriteString("dpv:isExercisedAt", rights.AbsoluteUri);
        });
    }

    // Withdrawal, access, rectification, erasure, restriction, portability, objection, complaint.
    private static readonly string[] Rights =
        ["eu-gdpr:A7-3", "eu-gdpr:A15", "eu-gdpr:A16", "eu-gdpr:A17", "eu-gdpr:A18", "eu-gdpr:A20", "eu-gdpr:A21", "eu-gdpr:A77"];

    private static void WriteEvent(Utf8JsonWriter json, ConsentRecord saying, ReceiptItem item)
    {
        json.WriteString("dct:identifier", saying.RecordId);
        json.Strings("@type", [Status(saying.Act), saying.IsExplicit ? "dpv:ExplicitlyExpressedConsent" : "dpv:ExpressedConsent"]);
        json.WriteString("dpv:isIndicatedBy", saying.Origin switch
        {
            ConsentOrigin.Guardian => "dpv:ParentOfDataSubject",
            ConsentOrigin.Operator => "dpv:DataController",
            _ => "dpv:DataSubject",
        });
        json.WriteString("dpv:hasIndicationMethod", saying.Evidence.CollectionMethod ?? saying.Evidence.Channel ?? "not stated");
        json.WriteString("dpv:isIndicatedAtTime", ReceiptJson.Instant(saying.EffectiveAt));
        json.WriteString("dct:valid", Validity(saying, item));
    }

    private static string Validity(ConsentRecord saying, ReceiptItem item) =>
        saying.ValidUntil is { } end ? ReceiptJson.Instant(end)
        : saying.Act.IsPermissive() && item.Purpose.Validity is { } validity ? ReceiptJson.Instant(saying.EffectiveAt + validity)
        : "until changed";

    private static string Status(ConsentAct act) => act switch
    {
        ConsentAct.Granted or ConsentAct.OptedIn => "dpv:ConsentGiven",
        ConsentAct.Withdrawn => "dpv:ConsentWithdrawn",
        ConsentAct.Denied or ConsentAct.Objected or ConsentAct.OptedOut => "dpv:ConsentRefused",
        ConsentAct.Asked => "dpv:ConsentRequested",
        _ => "dpv:ConsentUnknown",
    };

    private static string LegalBasis(ReceiptItem item) => item.Purpose.LawfulBasis switch
    {
        LawfulBasis.Consent => item.Latest.IsExplicit ? "eu-gdpr:A6-1-a-explicit-consent" : "eu-gdpr:A6-1-a",
        LawfulBasis.Contract => "eu-gdpr:A6-1-b",
        LawfulBasis.LegalObligation => "eu-gdpr:A6-1-c",
        LawfulBasis.VitalInterests => "eu-gdpr:A6-1-d",
        LawfulBasis.PublicTask => "eu-gdpr:A6-1-e",
        _ => "eu-gdpr:A6-1-f",
    };
}
