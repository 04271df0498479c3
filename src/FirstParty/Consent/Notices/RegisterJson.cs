using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;

namespace FirstParty.Consent.Notices;

/// <summary>The register and the notice as JSON.</summary>
internal static class RegisterJson
{
    internal static string Write(ProcessingRegister register) => Write(json =>
    {
        json.WriteStartObject();
        Controller(json, register.Controller);
        json.WriteStartArray("activities");
        foreach (var activity in register.Activities)
        {
            Activity(json, activity);
        }

        json.WriteEndArray();
        Data(json, "withoutPurpose", register.WithoutPurpose);
        List(json, "contradictions", register.Contradictions);
        json.WriteEndObject();
    });

    internal static string Write(IEnumerable<PrivacyNoticeRow> rows) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("purpose", row.PurposeId);
            json.WriteString("title", row.Title);
            List(json, "data", row.Data);
            List(json, "from", row.From);
            json.WriteString("basis", row.Basis);
            List(json, "recipients", row.Recipients);
            json.WriteString("kept", row.Kept);
            json.WriteString("choice", row.Choice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        write(json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Controller(Utf8JsonWriter json, ControllerDetails controller)
    {
        json.WriteStartObject("controller");
        json.WriteString("name", controller.Name);
        json.WriteString("contact", controller.Contact);
        Text(json, "representative", controller.Representative);
        Text(json, "dataProtectionOfficer", controller.DataProtectionOfficer);
        Text(json, "supervisoryAuthority", controller.SupervisoryAuthority);
        List(json, "jointControllers", controller.JointControllers);
        List(json, "transfers", controller.Transfers);
        Text(json, "securityMeasures", controller.SecurityMeasures);
        json.WriteEndObject();
    }

    private static void Activity(Utf8JsonWriter json, ProcessingActivity activity)
    {
        var purpose = activity.Purpose;
        json.WriteStartObject();
        json.WriteString("purpose", purpose.Id);
        json.WriteNumber("version", purpose.Version);
        json.WriteString("title", purpose.TitleIn("en"));
        json.WriteString("lawfulBasis", purpose.LawfulBasis.ToString());
        json.WriteString("regime", purpose.Regime.ToString());
        json.WriteString("sensitivity", activity.Sensitivity.ToString());
        json.WriteString("specialCategories", activity.SpecialCategories.ToString());
        Text(json, "article9Ground", purpose.Article9Ground?.ToString());
        Text(json, "nationalIdJustification", purpose.NationalIdJustification);
        Text(json, "criminalOffenceAuthority", purpose.CriminalOffenceAuthority);
        Text(json, "compellingGrounds", purpose.CompellingGrounds);
        json.WriteBoolean("automatedDecision", purpose.AutomatedDecision);
        List(json, "sources", activity.Sources.Select(source => source.Name));
        List(json, "recipients", purpose.Recipients);
        Text(json, "retention", Duration(activity.Retention));
        Text(json, "validity", Duration(purpose.Validity));
        Data(json, "data", activity.Data);
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, string name, IEnumerable<ProcessedData> data)
    {
        json.WriteStartArray(name);
        foreach (var item in data)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            json.WriteString("key", item.Definition.Key);
            json.WriteString("kind", item.Definition.Kind.ToString());
            json.WriteString("sensitivity", item.Definition.Sensitivity.ToString());
            json.WriteString("specialCategories", item.Definition.SpecialCategories.ToString());
            Text(json, "fideslang", item.Definition.Fideslang);
            Text(json, "retention", Duration(item.Retention));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static string? Duration(TimeSpan? duration) => duration is { } span ? XmlConvert.ToString(span) : null;
}
