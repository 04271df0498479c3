using System.Buffers;
using System.Text.Json;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Walks over one JSON value of any depth, without recursion, and says what about it can never be stored.</summary>
internal static class ValueScan
{
    private static readonly SearchValues<byte> PlainNumber = SearchValues.Create("0123456789.-"u8);

    /// <summary>Scanning never fails for depth: a deep item is a bad item, not a bad batch.</summary>
    public static JsonReaderOptions Options => new() { MaxDepth = WireLimits.MaxBatchBytes };

    /// <summary>The first problem of the value, or <see cref="EventReason.None"/>; the reader is left on its last token.</summary>
    /// <exception cref="JsonException">The JSON is malformed.</exception>
    public static EventReason Read(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var problem = EventReason.None;
        do
        {
            if (problem == EventReason.None)
            {
                problem = ProblemOf(ref reader, depth);
            }
        }
        while (!EndsValue(ref reader, depth) && reader.Read());
        return problem;
    }

    private static bool EndsValue(ref Utf8JsonReader reader, int depth) =>
        reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    private static EventReason ProblemOf(ref Utf8JsonReader reader, int depth) => reader.TokenType switch
    {
        JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth - depth >= WireLimits.MaxDepth => EventReason.TooDeep,
        JsonTokenType.Number when !IsInRange(ref reader) => EventReason.NumberOutOfRange,
        JsonTokenType.String or JsonTokenType.PropertyName when !WireText.IsStorable(ref reader) => EventReason.InvalidText,
        _ => EventReason.None,
    };

    private static bool IsInRange(ref Utf8JsonReader reader) =>
        (reader.ValueSpan.Length <= 28 && !reader.ValueSpan.ContainsAnyExcept(PlainNumber)) || reader.TryGetDecimal(out _);
}
