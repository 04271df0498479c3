using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FirstParty.Events;

/// <summary>Attributes to and from JSON in UTF-8, by hand and without reflection.</summary>
public static class AttributeJson
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = AttributeValue.MaxDepth };

    /// <summary>The longest text of a <see cref="decimal"/>, with room to spare.</summary>
    private const int MostDigits = 64;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = AttributeValue.MaxDepth,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static JsonScratch? _scratch;

    /// <summary>Writes one value, its object keys in the order they were set.</summary>
    public static void Write(Utf8JsonWriter writer, AttributeValue value) => Write(writer, value, canonical: false);

    /// <summary>Reads one value; the reader stands on its first token and is left on its last.</summary>
    /// <exception cref="JsonException">A number beyond the range of <see cref="decimal"/>, NUL or a lone surrogate in text.</exception>
    public static AttributeValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ReadText(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => AttributeValue.True,
        JsonTokenType.False => AttributeValue.False,
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => Frozen(ReadMembers(ref reader)),
        _ => AttributeValue.Null,
    };

    /// <summary>Reads one value from JSON text.</summary>
    /// <exception cref="JsonException">The text is not one well-formed value within the limits of <see cref="AttributeValue"/>.</exception>
    public static AttributeValue Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        var value = Read(ref reader);
        return reader.Read() ? throw new JsonException("There is text after the value.") : value;
    }

    /// <summary>
    /// Whether the reader's value is one that <see cref="Read"/> accepts; the reader is left on its last token. Allocates nothing for
    /// text without escapes.
    /// </summary>
    public static bool TryValidate(ref Utf8JsonReader reader, out string? problem)
    {
        problem = null;
        var depth = reader.CurrentDepth;
        do
        {
            problem = reader.TokenType switch
            {
                JsonTokenType.Number when !TryGetNumber(ref reader, out _) => "a number is out of range",
                JsonTokenType.String or JsonTokenType.PropertyName when !IsText(ref reader) => "text holds NUL or a lone surrogate",
                _ => problem,
            };
        }
        while ((reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) || reader.CurrentDepth > depth)
            && (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            && reader.Read());
        return problem is null;
    }

    /// <summary>Whether no name is written with escapes and none stands twice in one object. May say no where names only seem to be the same.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        Span<uint> open = stackalloc uint[AttributeValue.MaxDepth + 2];
        var objects = 0u;
        var names = new List<ulong>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                open[reader.CurrentDepth + 1] = ++objects;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueIsEscaped)
                {
                    return false;
                }

                var hash = default(HashCode);
                hash.AddBytes(reader.ValueSpan);
                names.Add(((ulong)open[reader.CurrentDepth] << 32) | (uint)hash.ToHashCode());
            }
        }

        names.Sort();
        for (var i = 1; i < names.Count; i++)
        {
            if (names[i] == names[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    internal static Dictionary<string, AttributeValue> ReadObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        return ReadMembers(ref reader);
    }

    /// <summary>The value of one member, the last of that name; null when there is none.</summary>
    internal static AttributeValue? FindMember(ReadOnlySpan<byte> utf8, string name)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        AttributeValue? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                found = Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static JsonScratch Scratch => _scratch ??= new JsonScratch(WriterOptions);

    internal static byte[] WriteObject(IReadOnlyDictionary<string, AttributeValue> members) =>
        Scratch.Write(members, static (writer, all) => WriteMembers(writer, all, canonical: false));

    internal static string ToCanonicalString(AttributeValue value) =>
        Encoding.UTF8.GetString(Scratch.Write(value, static (writer, one) => Write(writer, one, canonical: true)));

    /// <summary>
    /// The canonical text with every character beyond ASCII as its escape: what ties between values fall to, so that they fall the same way for
    /// whoever compares bytes, UTF-16 or escaped JSON.
    /// </summary>
    internal static string ToCanonicalAscii(AttributeValue value)
    {
        var text = ToCanonicalString(value);
        return Ascii.IsValid(text)
            ? text
            : string.Concat(text.Select(c => char.IsAscii(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value, bool canonical)
    {
        switch (value.Kind)
        {
            case AttributeKind.String: writer.WriteStringValue(value.AsString()); break;
            case AttributeKind.Number: WritePlain(writer, value.AsNumber()!.Value); break;
            case AttributeKind.Boolean: writer.WriteBooleanValue(value.AsBoolean()!.Value); break;
            case AttributeKind.Object: WriteMembers(writer, value.AsObject()!, canonical); break;
            case AttributeKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList()!)
                {
                    Write(writer, item, canonical);
                }

                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyDictionary<string, AttributeValue> members, bool canonical)
    {
        writer.WriteStartObject();
        if (!canonical && members is Dictionary<string, AttributeValue> own)
        {
            foreach (var (name, value) in own)
            {
                writer.WritePropertyName(name);
                Write(writer, value, canonical);
            }

            writer.WriteEndObject();
            return;
        }

        foreach (var (name, value) in canonical ? members.OrderBy(member => member.Key, StringComparer.Ordinal) : members.AsEnumerable())
        {
            writer.WritePropertyName(name);
            Write(writer, value, canonical);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a number without an exponent and without zeros at its end.</summary>
    private static void WritePlain(Utf8JsonWriter writer, decimal number)
    {
        Span<byte> text = stackalloc byte[MostDigits];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        var plain = (ReadOnlySpan<byte>)text[..length];
        plain = plain.Contains((byte)'.') ? plain.TrimEnd((byte)'0').TrimEnd((byte)'.') : plain;
        writer.WriteRawValue(plain.SequenceEqual("-0"u8) ? "0"u8 : plain, skipInputValidation: true);
    }

    private static AttributeValue ReadText(ref Utf8JsonReader reader) =>
        IsText(ref reader) ? reader.GetString() : throw new JsonException("Text holds NUL or a lone surrogate.");

    private static AttributeValue ReadNumber(ref Utf8JsonReader reader) =>
        TryGetNumber(ref reader, out var number) ? number : throw new JsonException("A number is out of range.");

    private static bool TryGetNumber(ref Utf8JsonReader reader, out decimal number) =>
        reader.TryGetDecimal(out number);

    private static AttributeValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<AttributeValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return AttributeValue.OfList([.. items]);
    }

    private static Attributes Frozen(Dictionary<string, AttributeValue> members) => Attributes.Of(members);

    private static Dictionary<string, AttributeValue> ReadMembers(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members[name] = Read(ref reader);
        }

        return members;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return true;
        }

        try
        {
            return !reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false; // An escaped lone surrogate cannot be text.
        }
    }
}
