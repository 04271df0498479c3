using System.Buffers;
using System.Text.Json;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>The properties of a page or screen call: Segment lets <c>name</c> and <c>category</c> stand beside them; here they are properties.</summary>
internal static class PageProperties
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    public static Attributes Of(WireFields fields)
    {
        var name = Missing(fields, "name"u8, fields.Name);
        var category = Missing(fields, "category"u8, fields.Category);
        if (name is null && category is null)
        {
            return fields.Properties.IsEmpty ? Attributes.Empty : Attributes.FromUtf8(fields.Properties);
        }

        var buffer = new ArrayBufferWriter<byte>(fields.Properties.Length + 128);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        WriteIfGiven(writer, "name", name);
        WriteIfGiven(writer, "category", category);
        Copy(writer, fields.Properties);
        writer.WriteEndObject();
        writer.Flush();
        return Attributes.FromUtf8(buffer.WrittenMemory);
    }

    private static string? Missing(WireFields fields, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null || fields.Properties.IsEmpty)
        {
            return value;
        }

        var reader = new Utf8JsonReader(fields.Properties.Span, ValueScan.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                return null;
            }

            reader.Skip();
        }

        return value;
    }

    private static void WriteIfGiven(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Copy(Utf8JsonWriter writer, ReadOnlyMemory<byte> properties)
    {
        if (properties.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(properties.Span, ValueScan.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(reader.GetString()!);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            writer.WriteRawValue(properties.Span[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }
}
