using System.Text.Encodings.Web;
using System.Text.Json;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Privacy;

/// <summary>An export as JSON (GDPR 20: structured, commonly used, machine-readable).</summary>
internal static class PersonExportJson
{
    public static void Write(PersonExport export, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(export, writer);
    }

    public static void Write(PersonExport export, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("profileId"u8, export.Id.ToString());
        writer.WriteString("asOf"u8, Instants.Format(export.AsOf));
        Array(writer, "identifiers", export.Identifiers, Write);
        Array(writer, "traits", export.Traits, Write);
        Array(writer, "events", export.Events, Write);
        Array(writer, "consent", export.ConsentRecords, Write);
        Array(writer, "disclosures", export.Disclosures, Write);
        writer.WriteStartObject("decisions"u8);
        foreach (var (purpose, decision) in export.Decisions)
        {
            writer.WriteStartObject(purpose);
            writer.WriteBoolean("allowed"u8, decision.Allowed);
            writer.WriteString("status"u8, decision.Status.ToString());
            writer.WriteString("reason"u8, decision.Reason.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        Array(writer, "segments", export.Segments, (to, segment) => to.WriteStringValue(segment));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Identifier identifier)
    {
        writer.WriteStartObject();
        writer.WriteString("namespace"u8, identifier.Namespace);
        writer.WriteString("value"u8, identifier.Value);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TraitValue trait)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, trait.Name);
        writer.WritePropertyName("value"u8);
        AttributeJson.Write(writer, trait.Value);
        writer.WriteString("party"u8, trait.Party.ToString());
        writer.WriteString("kind"u8, trait.Kind.ToString());
        writer.WriteString("explicitness"u8, trait.Explicitness.ToString());
        writer.WriteString("sensitivity"u8, trait.Sensitivity.ToString());
        writer.WriteString("source"u8, trait.Source);
        writer.WriteString("occurredAt"u8, Instants.Format(trait.OccurredAt));
        WriteProvenance(writer, trait.Provenance);
        WriteSequence(writer, trait.ConsentSequence);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LoggedEvent logged)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, logged.Kind.ToString());
        writer.WriteString("name"u8, logged.Name);
        writer.WriteString("source"u8, logged.Id.Source);
        writer.WriteString("occurredAt"u8, Instants.Format(logged.OccurredAt));
        writer.WriteString("receivedAt"u8, Instants.Format(logged.ReceivedAt));
        writer.WriteString("party"u8, logged.Party.ToString());
        writer.WriteString("explicitness"u8, logged.Explicitness.ToString());
        writer.WriteString("sensitivity"u8, logged.Sensitivity.ToString());
        WriteSequence(writer, logged.ConsentSequence);
        writer.WritePropertyName("properties"u8);
        writer.WriteRawValue(logged.Properties.ToUtf8().Span, skipInputValidation: true);
        writer.WritePropertyName("context"u8);
        writer.WriteRawValue(logged.Context.ToUtf8().Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Disclosure disclosure)
    {
        writer.WriteStartObject();
        writer.WriteString("recipient"u8, disclosure.Recipient);
        writer.WriteString("purpose"u8, disclosure.Purpose);
        writer.WriteString("at"u8, Instants.Format(disclosure.At));
        Array(writer, "categories", disclosure.Categories, (to, category) => to.WriteStringValue(category));
        writer.WriteNumber("sequence"u8, disclosure.RecordSequence);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ConsentRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, record.Sequence);
        writer.WriteString("act"u8, record.Act.ToString());
        writer.WriteString("purpose"u8, record.Purpose);
        writer.WriteString("occurredAt"u8, Instants.Format(record.OccurredAt));
        writer.WriteString("recordedAt"u8, Instants.Format(record.RecordedAt));
        writer.WriteString("origin"u8, record.Origin.ToString());
        if (record.Evidence.Text is { } evidence)
        {
            writer.WriteString("evidence"u8, evidence);
        }

        writer.WriteEndObject();
    }

    // What was computed, and from what: the logic involved begins with its inputs.
    private static void WriteProvenance(Utf8JsonWriter writer, FactProvenance provenance)
    {
        if (provenance.Confidence is { } confidence)
        {
            writer.WriteNumber("confidence"u8, confidence);
        }

        if (provenance.Inputs.Length > 0)
        {
            Array(writer, "computedFrom", provenance.Inputs, (to, input) =>
                to.WriteStringValue(input.Property is null ? input.Fact.ToString() : $"{input.Fact} {input.Property}"));
        }
    }

    private static void WriteSequence(Utf8JsonWriter writer, long? sequence)
    {
        if (sequence is { } record)
        {
            writer.WriteNumber("consentSequence"u8, record);
        }
    }

    private static void Array<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }
}
