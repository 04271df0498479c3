using System.Text.Encodings.Web;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Formats;

/// <summary>What the formats of this folder have in common.</summary>
internal static class StoredJson
{
    private const int OwnDepth = 8;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = AttributeValue.MaxDepth + OwnDepth };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = AttributeValue.MaxDepth + OwnDepth,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static JsonScratch? _scratch;

    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> write) => (_scratch ??= new JsonScratch(WriterOptions)).Write(value, write);

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        return reader;
    }

    /// <summary>Whether reading failed because the bytes are not what this library wrote: a number where text belongs, a value out of range.</summary>
    public static bool IsMalformed(Exception exception) =>
        exception is InvalidOperationException or FormatException or ArgumentException or OverflowException or IndexOutOfRangeException;

    public static JsonException Malformed(Exception exception) => new("The stored JSON is not of the form that this library writes.", exception);

    /// <summary>Steps to the next member's name and on to its value; false at the end of the object.</summary>
    public static bool ReadMember(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            name = string.Empty;
            return false;
        }

        name = reader.GetString()!;
        return reader.Read();
    }

    /// <summary>The bytes of the value that the reader stands on, unread; the reader is left on its last token.</summary>
    public static ReadOnlySpan<byte> ReadRaw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    public static void WriteIdentifier(Utf8JsonWriter writer, Identifier identifier)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(identifier.Namespace);
        writer.WriteStringValue(identifier.Value);
        writer.WriteEndArray();
    }

    public static Identifier ReadIdentifier(ref Utf8JsonReader reader)
    {
        reader.Read();
        var @namespace = reader.GetString()!;
        reader.Read();
        var value = reader.GetString()!;
        reader.Read();
        return new Identifier(@namespace, value);
    }

    public static DateTimeOffset ReadInstant(ref Utf8JsonReader reader) => Instants.TryParse(reader.GetString(), out var instant)
        ? instant
        : throw new JsonException("This is not an instant.");
}
