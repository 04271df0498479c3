using System.Text.Json;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>One walk of one event's properties along a schema.</summary>
internal sealed class SchemaCheck(SchemaNode root, SchemaMode mode)
{
    private readonly List<SchemaViolation> _violations = [];

    public SchemaResult Run(ReadOnlyMemory<byte> properties)
    {
        try
        {
            Walk(properties.Span);
            if (_violations.Count == 0)
            {
                return SchemaResult.Conforming(properties);
            }

            var kept = mode == SchemaMode.Omit ? SchemaCopy.Conforming(properties.Span, root) : properties;
            return new SchemaResult(kept, mode != SchemaMode.Quarantine, [.. _violations]);
        }
        catch (InvalidOperationException malformed)
        {
            throw new JsonException("Text holds a lone surrogate.", malformed);
        }
    }

    private void Walk(ReadOnlySpan<byte> properties)
    {
        var reader = new Utf8JsonReader(properties);
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
}
