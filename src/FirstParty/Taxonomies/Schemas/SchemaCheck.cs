using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>One walk of one event's properties along a schema; a second one copies what conforms when the mode is Omit.</summary>
internal sealed class SchemaCheck(SchemaNode root, SchemaMode mode)
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly List<SchemaViolation> _violations = [];

    public SchemaResult Run(ReadOnlyMemory<byte> properties)
    {
        var reader = new Utf8JsonReader(properties.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Walk(ref reader, root);
        }
        else
        {
            reader.Skip();
            Report(root.Path, SchemaRule.Type);
        }

        reader.Read(); // Throws when anything follows the value.
        if (_violations.Count == 0)
        {
            return SchemaResult.Conforming(properties);
        }

        var kept = mode == SchemaMode.Omit ? CopyConforming(properties) : properties;
        return new SchemaResult(kept, mode != SchemaMode.Quarantine, [.. _violations]);
    }

    private void Walk(ref Utf8JsonReader reader, SchemaNode node)
    {
        if (reader.TokenType == JsonTokenType.StartObject && node.Count > 0)
        {
            WalkObject(ref reader, node);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && node.Items is { } items)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                WalkValue(ref reader, items);
            }
        }
        else
        {
            reader.Skip();
        }
    }

    private void WalkObject(ref Utf8JsonReader reader, SchemaNode node)
    {
        Span<bool> present = stackalloc bool[node.Count];
        present.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = node.IndexOf(ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            present[index] = reader.TokenType != JsonTokenType.Null;
            if (present[index])
            {
                WalkValue(ref reader, node[index]);
            }
        }

        for (var index = 0; index < present.Length; index++)
        {
            if (!present[index])
            {
                ReportMissing(node[index]);
            }
        }
    }

    private void WalkValue(ref Utf8JsonReader reader, SchemaNode node)
    {
        if (node.Judge(ref reader) is { } broken)
        {
            Report(node.Path, broken);
            reader.Skip();
        }
        else
        {
            Walk(ref reader, node);
        }
    }

    private void ReportMissing(SchemaNode node)
    {
        if (node.Property is { Required: true })
        {
            Report(node.Path, SchemaRule.Required);
        }

        for (var index = 0; index < node.Count; index++)
        {
            ReportMissing(node[index]);
        }
    }

    private void Report(string path, SchemaRule rule)
    {
        var violation = new SchemaViolation(path, rule);
        if (_violations.Count < SchemaResult.MaxViolations && !_violations.Contains(violation))
        {
            _violations.Add(violation);
        }
    }

    private byte[] CopyConforming(ReadOnlyMemory<byte> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(properties.Length);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        var reader = new Utf8JsonReader(properties.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Copy(ref reader, root, writer, properties.Span);
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
