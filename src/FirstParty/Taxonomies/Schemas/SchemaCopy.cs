using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>Copies what conforms to a schema, byte for byte where the schema says nothing.</summary>
internal static class SchemaCopy
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The properties without those that break the schema.</summary>
    public static byte[] Conforming(ReadOnlySpan<byte> properties, SchemaNode root)
    {
        var buffer = new ArrayBufferWriter<byte>(properties.Length);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        var reader = new Utf8JsonReader(properties);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Copy(ref reader, root, writer, properties);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Copy(ref Utf8JsonReader reader, SchemaNode? node, Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        if (reader.TokenType == JsonTokenType.StartObject && node is { Count: > 0 })
        {
            CopyObject(ref reader, node, writer, utf8);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && node is { Items: { } items })
        {
            writer.WriteStartArray();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (items.Judge(ref reader) is null)
                {
                    Copy(ref reader, items, writer, utf8);
                }
                else
                {
                    reader.Skip();
                }
            }

            writer.WriteEndArray();
        }
        else
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            writer.WriteRawValue(utf8[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private static void CopyObject(ref Utf8JsonReader reader, SchemaNode node, Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var index = node.IndexOf(ref reader);
            reader.Read();
            var member = index < 0 ? null : node[index];
            if (member is not null && reader.TokenType != JsonTokenType.Null && member.Judge(ref reader) is not null)
            {
                reader.Skip();
                continue;
            }

            writer.WritePropertyName(name);
            Copy(ref reader, member, writer, utf8);
        }

        writer.WriteEndObject();
    }
}
