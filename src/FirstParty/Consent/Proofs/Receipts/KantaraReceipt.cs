using System.Globalization;
using System.Text.Json;
using FirstParty.Taxonomies;

namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>The Kantara form, version 1.1: the consents in force, and nothing that was refused.</summary>
internal static class KantaraReceipt
{
    public static string Write(ConsentReceipt receipt) => ReceiptJson.Write(json =>
    {
        var given = receipt.Items.Where(item => item.Decision.Status == ConsentStatus.Granted).ToArray();
        var latest = given.Length == 0 ? null : given.MaxBy(item => item.Latest.EffectiveAt)!.Latest;
        var evidence = latest?.Evidence ?? ConsentEvidence.None;
        json.WriteString("version", "KI-CR-v1.1.0");
        json.WriteString("jurisdiction", latest?.Jurisdiction ?? receipt.Controller.Jurisdiction);
        json.WriteNumber("consentTimestamp", (latest?.EffectiveAt ?? receipt.IssuedAt).ToUnixTimeSeconds());
        json.WriteString("collectionMethod", evidence.CollectionMethod ?? evidence.Channel ?? "not stated");
        json.WriteString("consentReceiptID", receipt.Id);
        json.Optional("publicKey", receipt.PublicKey is { } key ? Convert.ToBase64String(key.Span) : null);
        json.WriteString("language", receipt.Language);
        json.WriteString("piiPrincipalId", receipt.SubjectText);
        WriteController(json, receipt.Controller);
        json.WriteString("policyUrl", receipt.Controller.NoticeUrl.AbsoluteUri);
        json.Array("services", [receipt.Controller.Service], service =>
        {
            json.WriteString("service", service);
            json.Array("purposes", given, item => WritePurpose(json, item, receipt.Language));
        });
        var sensitive = given.Where(item => item.Purpose.MaxSensitivity >= Sensitivity.SpecialCategory).ToArray();
        json.WriteBoolean("sensitive", sensitive.Length > 0);
        json.Strings("spiCat", sensitive.SelectMany(item => ConsentReceipt.Categories(item.Purpose)).Distinct());
    });

    private static void WriteController(Utf8JsonWriter json, ReceiptController controller)
    {
        json.Array("piiControllers", [controller], _ =>
        {
            json.WriteString("piiController", controller.Name);
            json.WriteBoolean("onBehalf", false);
            json.WriteString("contact", controller.Contact);
            json.Object("address", () => json.WriteString("streetAddress", controller.Address));
            json.WriteString("email", controller.Email);
            json.WriteString("phone", controller.Phone ?? "");
            json.Optional("piiControllerUrl", controller.Url?.AbsoluteUri);
        });
    }

    private static void WritePurpose(Utf8JsonWriter json, ReceiptItem item, string language)
    {
        var purpose = item.Purpose;
        json.WriteString("purpose", purpose.TitleIn(language));
        json.Strings("purposeCategory", purpose.Mapping.FideslangUses.IsEmpty ? [purpose.Id] : purpose.Mapping.FideslangUses);
        json.WriteString("consentType", "EXPLICIT");
        json.Strings("piiCategory", ConsentReceipt.Categories(purpose));
        json.WriteBoolean("primaryPurpose", purpose.LawfulBasis == LawfulBasis.Contract);
        json.WriteString("termination", Termination(item));
        json.WriteBoolean("thirdPartyDisclosure", !purpose.Recipients.IsEmpty);
        if (!purpose.Recipients.IsEmpty)
        {
            json.WriteString("thirdPartyName", string.Join(", ", purpose.Recipients));
        }
    }

    private static string Termination(ReceiptItem item) => item.Decision.ValidUntil is { } end
        ? $"On withdrawal, and at the latest {end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : "On withdrawal";
}
