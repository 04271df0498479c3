using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// The part of a record that is sealed: compact JSON in UTF-8 of everything that the leaf does not say. Whom a record also binds is written
/// as lookups, so that erasing them leaves nothing of theirs in somebody else's record.
/// </summary>
internal static class ConsentPayload
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    internal static ReadOnlySpan<byte> Write(ConsentRecord record, ImmutableArray<SubjectLookup> bound)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        Time(json, "at", record.OccurredAt);
        Time(json, "recorded", record.RecordedAt);
        WriteIdentifier(json, "subject", record.Subject);
        Number(json, "origin", (int)record.Origin);
        json.WriteNumber("assurance", (int)record.Assurance);
        Number(json, "explicit", record.IsExplicit ? 1 : 0);
        Number(json, "purposeVersion", record.PurposeVersion);
        Text(json, "interaction", record.InteractionId);
        Text(json, "jurisdiction", record.Jurisdiction);
        Time(json, "until", record.ValidUntil);
        WriteList(json, "acknowledges", record.Acknowledges);
        WriteList(json, "binds", bound.Select(lookup => lookup.Value.ToString("x32", CultureInfo.InvariantCulture)));
        if (record.Other is { } other)
        {
            WriteIdentifier(json, "other", other);
        }

        if (record.HeldSequence is { } held)
        {
            json.WriteNumber("held", held);
        }

        if (record.AgeYears is { } age)
        {
            json.WriteNumber("age", age);
        }

        Text(json, "born", record.BornOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Text(json, "guardian", record.GuardianReference);
        Time(json, "from", record.EffectiveFrom);
        Text(json, "recipient", record.Recipient);
        WriteList(json, "categories", record.DataCategories);
        WriteEvidence(json, record.Evidence);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteEvidence(Utf8JsonWriter json, ConsentEvidence evidence)
    {
        Text(json, "text", evidence.Text);
        Text(json, "policy", evidence.PolicyTextId);
        Text(json, "version", evidence.PolicyVersion?.ToString());
        Text(json, "locale", evidence.Locale);
        Text(json, "notice", evidence.NoticeId);
        Text(json, "variant", evidence.UiVariant);
        Text(json, "screenshot", evidence.ScreenshotHash.IsZero ? null : evidence.ScreenshotHash.ToString());
        Text(json, "channel", evidence.Channel);
        Text(json, "method", evidence.CollectionMethod);
        Text(json, "signal", evidence.RawSignal);
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? instant) =>
        Text(json, name, instant?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private static void Number(Utf8JsonWriter json, string name, int number)
    {
        if (number != 0)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        if (items.Any())
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string name, Identifier identifier)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(identifier.Namespace);
        json.WriteStringValue(identifier.Value);
        json.WriteEndArray();
    }
}
