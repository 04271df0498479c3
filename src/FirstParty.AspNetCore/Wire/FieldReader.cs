using System.Text.Json;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Reads the fields of one event that <see cref="ValueScan"/> has passed; what is nested stays bytes.</summary>
internal static class FieldReader
{
    /// <summary>The fields of an event. Unknown fields are passed over; of a field that stands twice the last one counts.</summary>
    public static WireFields Read(ReadOnlyMemory<byte> item)
    {
        var fields = new WireFields();
        var reader = new Utf8JsonReader(item.Span, ValueScan.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadText(ref reader, fields) && !ReadObject(ref reader, item, fields))
            {
                reader.Read();
                reader.Skip();
            }
        }

        return fields;
    }

    /// <summary>The messageId of an event that cannot be read otherwise, so that its refusal can name it; null when there is none.</summary>
    public static string? MessageIdOf(ReadOnlyMemory<byte> item)
    {
        var reader = new Utf8JsonReader(item.Span, ValueScan.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? messageId = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMessageId = WireText.NameIs(ref reader, "messageId"u8);
            reader.Read();
            if (isMessageId && reader.TokenType == JsonTokenType.String && WireText.TryGet(ref reader, out var text))
            {
                messageId = text.Length <= Events.CustomerEvent.MaxMessageIdLength ? text : null;
            }

            reader.Skip();
        }

        return messageId;
    }

    private static bool ReadText(ref Utf8JsonReader reader, WireFields fields)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8): fields.Type = Text(ref reader, fields, "type"); return true;
            case var name when name.SequenceEqual("messageId"u8): fields.MessageId = Text(ref reader, fields, "messageId"); return true;
            case var name when name.SequenceEqual("userId"u8): fields.UserId = Text(ref reader, fields, "userId"); return true;
            case var name when name.SequenceEqual("anonymousId"u8): fields.AnonymousId = Text(ref reader, fields, "anonymousId"); return true;
            case var name when name.SequenceEqual("previousId"u8): fields.PreviousId = Text(ref reader, fields, "previousId"); return true;
            case var name when name.SequenceEqual("groupId"u8): fields.GroupId = Text(ref reader, fields, "groupId"); return true;
            case var name when name.SequenceEqual("event"u8): fields.Event = Text(ref reader, fields, "event"); return true;
            case var name when name.SequenceEqual("name"u8): fields.Name = Text(ref reader, fields, "name"); return true;
            case var name when name.SequenceEqual("category"u8): fields.Category = Text(ref reader, fields, "category"); return true;
            case var name when name.SequenceEqual("timestamp"u8): fields.Timestamp = Text(ref reader, fields, "timestamp"); return true;
            case var name when name.SequenceEqual("originalTimestamp"u8):
                fields.OriginalTimestamp = Text(ref reader, fields, "originalTimestamp");
                return true;
            case var name when name.SequenceEqual("sentAt"u8): fields.SentAt = Text(ref reader, fields, "sentAt"); return true;
            default: return false;
        }
    }

    private static bool ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> item, WireFields fields)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("properties"u8): fields.Properties = Object(ref reader, item, fields, "properties"); return true;
            case var name when name.SequenceEqual("traits"u8): fields.Traits = Object(ref reader, item, fields, "traits"); return true;
            case var name when name.SequenceEqual("context"u8): fields.Context = Object(ref reader, item, fields, "context"); return true;
            case var name when name.SequenceEqual("integrations"u8):
                fields.Integrations = Object(ref reader, item, fields, "integrations");
                return true;
            default: return false;
        }
    }

    private static string? Text(ref Utf8JsonReader reader, WireFields fields, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString();
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            fields.WrongField ??= name;
        }

        reader.Skip();
        return null;
    }

    private static ReadOnlyMemory<byte> Object(ref Utf8JsonReader reader, ReadOnlyMemory<byte> item, WireFields fields, string name)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            fields.WrongField ??= name;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? item[start..(int)reader.BytesConsumed] : default;
    }
}
