using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// Segment definitions to and from JSON. The vocabulary is closed: a key that the format does not have is refused, with its place and what was
/// perhaps meant. What is written reads back as an equal definition. Thread-safe.
/// </summary>
/// <example><code>
/// SegmentJson.Parse("""{"id":"regulars","when":{"event":"Order Completed","count":{"gte":3},"within":{"last":"30d"}}}""")
/// </code></example>
public static class SegmentJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Reads one definition.</summary>
    /// <exception cref="SegmentFormatException">The text is not a definition; the exception says where and why.</exception>
    public static SegmentDefinition Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads one definition from UTF-8.</summary>
    /// <exception cref="SegmentFormatException">The text is not a definition; the exception says where and why.</exception>
    public static SegmentDefinition Parse(ReadOnlySpan<byte> utf8) => DefinitionReader.Read(RuleNode.Parse(utf8));

    /// <summary>Reads definitions from UTF-8: an array of them, or one.</summary>
    /// <exception cref="SegmentFormatException">The text is neither; the exception says where and why.</exception>
    public static ImmutableArray<SegmentDefinition> ParseAll(ReadOnlySpan<byte> utf8)
    {
        var root = RuleNode.Parse(utf8);
        return root.Kind == JsonValueKind.Array ? [.. root.Items.Select(DefinitionReader.Read)] : [DefinitionReader.Read(root)];
    }

    /// <summary>Reads one rule by itself: what stands under <c>when</c>.</summary>
    /// <exception cref="SegmentFormatException">The text is not a rule; the exception says where and why.</exception>
    public static SegmentRule ParseRule(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new ConditionReader().Read(RuleNode.Parse(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>Reads one definition, or says what is wrong with the text.</summary>
    public static bool TryParse(
        string? json, [NotNullWhen(true)] out SegmentDefinition? definition, [NotNullWhen(false)] out SegmentFormatException? error)
    {
        try
        {
            (definition, error) = (Parse(json ?? string.Empty), null);
            return true;
        }
        catch (SegmentFormatException problem)
        {
            (definition, error) = (null, problem);
            return false;
        }
    }

    /// <summary>Writes a definition.</summary>
    public static string Write(SegmentDefinition definition, bool indented = false) =>
        Encoding.UTF8.GetString(ToBytes(definition, indented ? Indented : Compact));

    /// <summary>Writes a definition as compact UTF-8.</summary>
    public static byte[] WriteUtf8(SegmentDefinition definition) => ToBytes(definition, Compact);

    /// <summary>Writes a rule by itself.</summary>
    public static string WriteRule(SegmentRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            RuleWriter.Write(writer, rule);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The published JSON Schema of a version of the format, draft 2020-12.</summary>
    /// <param name="version">1 or 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static string Schema(int version = FormatVersion.Newest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, FormatVersion.Newest);
        using var stream = typeof(SegmentJson).Assembly.GetManifestResourceStream($"FirstParty.Segments.segment-{version}.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static byte[] ToBytes(SegmentDefinition definition, JsonWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            RuleWriter.Write(writer, definition);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
