using System.Text.Json;
using System.Text.Unicode;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Reads a request's body in one pass: its envelope, and where each event lies. Copies nothing.</summary>
internal static class EnvelopeReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body; the refusal is null exactly when it was read.</summary>
    /// <param name="body">The bytes, which must not change any more: the events keep slices of them.</param>
    /// <param name="isBatch">Whether the events are the items of <c>batch</c>; otherwise the body is one event.</param>
    /// <param name="envelope">What was read.</param>
    public static RequestRefusal? TryRead(ReadOnlyMemory<byte> body, bool isBatch, out Envelope envelope)
    {
        envelope = new Envelope();
        body = body.Span.StartsWith(ByteOrderMark) ? body[3..] : body;
        var reader = new Utf8JsonReader(body.Span, ValueScan.Options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                _ = ValueScan.Read(ref reader);
                return RequestRefusal.WrongType("The body is not a JSON object.");
            }

            return isBatch ? ReadBatch(ref reader, body, envelope) : ReadSingle(ref reader, body, envelope);
        }
        catch (JsonException malformed)
        {
            return RequestRefusal.Malformed(
                $"The JSON is malformed at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
        }
    }

    private static RequestRefusal? ReadSingle(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Envelope envelope)
    {
        var start = (int)reader.TokenStartIndex;
        var fields = reader;
        var problem = ValueScan.Read(ref reader);
        var item = body[start..(int)reader.BytesConsumed];
        reader.Read(); // Anything after the object is malformed, and says so.
        if (item.Length > WireLimits.MaxEventBytes)
        {
            return RequestRefusal.TooLarge($"An event has at most {WireLimits.MaxEventBytes} bytes.");
        }

        envelope.Items.Add(Check(item, problem));
        while (fields.Read() && fields.TokenType == JsonTokenType.PropertyName)
        {
            ReadShared(ref fields, body, envelope);
        }

        envelope.Context = envelope.Integrations = default; // They are the event's own.
        return null;
    }

    private static RequestRefusal? ReadBatch(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Envelope envelope)
    {
        var refusal = RequestRefusal.WrongType("The body has no list named batch.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!WireText.NameIs(ref reader, "batch"u8))
            {
                ReadShared(ref reader, body, envelope);
                continue;
            }

            reader.Read();
            refusal = reader.TokenType == JsonTokenType.StartArray
                ? ReadItems(ref reader, body, envelope)
                : SkipWrong(ref reader, RequestRefusal.WrongType("The field batch is not a list."));
        }

        reader.Read();
        return envelope.Context.Length + envelope.Integrations.Length > WireLimits.MaxSharedBytes
            ? RequestRefusal.TooLarge($"What a batch shares among its events has at most {WireLimits.MaxSharedBytes} bytes.")
            : refusal;
    }

    private static RequestRefusal? ReadItems(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Envelope envelope)
    {
        envelope.Items.Clear();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            var problem = ValueScan.Read(ref reader);
            if (++count <= WireLimits.MaxItems)
            {
                envelope.Items.Add(Check(body[start..(int)reader.BytesConsumed], isObject ? problem : EventReason.WrongType));
            }
        }

        return count > WireLimits.MaxItems ? RequestRefusal.TooManyItems() : null;
    }

    private static void ReadShared(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Envelope envelope)
    {
        var name = reader;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var value = reader;
        var problem = ValueScan.Read(ref reader);
        if (problem != EventReason.None)
        {
            return; // What is shared is optional; every item still stands on its own.
        }

        var slice = body[start..(int)reader.BytesConsumed];
        switch (value.TokenType)
        {
            case JsonTokenType.String when WireText.NameIs(ref name, "writeKey"u8) && WireText.TryGet(ref value, out var key):
                envelope.WriteKey = key;
                break;
            case JsonTokenType.String when WireText.NameIs(ref name, "sentAt"u8) && WireText.TryGet(ref value, out var sent):
                envelope.SentAt = Instants.TryParse(sent, out var instant) ? instant : null;
                break;
            case JsonTokenType.Number when WireText.NameIs(ref name, "dropped"u8) && value.TryGetInt32(out var dropped):
                envelope.ClientDropped = Math.Clamp(dropped, 0, 1_000_000);
                break;
            case JsonTokenType.True when WireText.NameIs(ref name, "cookieless"u8):
                envelope.IsCookieless = true;
                break;
            case JsonTokenType.StartObject when WireText.NameIs(ref name, "context"u8) && Utf8.IsValid(slice.Span):
                envelope.Context = slice;
                break;
            case JsonTokenType.StartObject when WireText.NameIs(ref name, "integrations"u8) && Utf8.IsValid(slice.Span):
                envelope.Integrations = slice;
                break;
        }
    }

    private static RequestRefusal SkipWrong(ref Utf8JsonReader reader, RequestRefusal refusal)
    {
        _ = ValueScan.Read(ref reader);
        return refusal;
    }

    private static WireItem Check(ReadOnlyMemory<byte> json, EventReason problem) => new(json, problem switch
    {
        _ when json.Length > WireLimits.MaxEventBytes => EventReason.TooLarge,
        EventReason.None when !Utf8.IsValid(json.Span) => EventReason.InvalidText,
        _ => problem,
    });
}
