using System.Buffers;
using System.Net;
using System.Text.Json;
using FirstParty.AspNetCore.Requests;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>
/// Makes an event's context of its own, its batch's and the server's: what the server saw wins, then the event, then the batch, then
/// the server's defaults. An IP address is cut before it goes any further.
/// </summary>
internal sealed class ContextMerger(Envelope envelope, ContextAdditions additions)
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    private readonly ContextFacts _shared = ContextFacts.Read(envelope.Context);
    private Attributes? _withoutOwn;

    /// <summary>What concerns the collector in the batch's shared context.</summary>
    public ContextFacts SharedFacts => _shared;

    /// <summary>The context that is handed on; the event's own bytes when nothing is to be added or cut.</summary>
    public Attributes Merge(WireFields fields, ContextFacts own)
    {
        if (fields.Context.IsEmpty && IsDull(fields.Integrations))
        {
            return _withoutOwn ??= Write(fields);
        }

        var isPlain = !own.HasIp && additions.IsEmpty && envelope.Context.IsEmpty
            && IsDull(fields.Integrations) && IsDull(envelope.Integrations);
        return isPlain ? Attributes.FromUtf8(fields.Context) : Write(fields);
    }

    private static bool IsDull(ReadOnlyMemory<byte> integrations) => integrations.Length <= 2;

    private Attributes Write(WireFields fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + fields.Context.Length + envelope.Context.Length);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        var written = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        WriteMembers(writer, written, additions.Observed);
        WriteSlice(writer, written, fields.Context);
        WriteSlice(writer, written, envelope.Context);
        WriteMembers(writer, written, additions.Defaults);
        WriteIntegrations(writer, written, IsDull(fields.Integrations) ? envelope.Integrations : fields.Integrations);
        writer.WriteEndObject();
        writer.Flush();
        return written.Count == 0 ? Attributes.Empty : Attributes.FromUtf8(buffer.WrittenMemory);
    }

    private static void WriteIntegrations(Utf8JsonWriter writer, HashSet<string> written, ReadOnlyMemory<byte> integrations)
    {
        if (!IsDull(integrations))
        {
            WriteMembers(writer, written, [new ContextMember("integrations", integrations)]);
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, HashSet<string> written, IReadOnlyList<ContextMember> members)
    {
        foreach (var member in members)
        {
            if (written.Add(member.Name))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Json.Span, skipInputValidation: true);
            }
        }
    }

    private static void WriteSlice(Utf8JsonWriter writer, HashSet<string> written, ReadOnlyMemory<byte> context)
    {
        if (context.IsEmpty)
        {
            return;
        }

        var last = new Dictionary<string, (int Start, int End, string? Address)>(StringComparer.Ordinal); // Of a name that stands twice.
        var reader = new Utf8JsonReader(context.Span, ValueScan.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var text = name is "ip" && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            last[name] = (start, (int)reader.BytesConsumed, text);
        }

        foreach (var (name, value) in last.Where(member => written.Add(member.Key)))
        {
            writer.WritePropertyName(name);
            if (name is "ip")
            {
                writer.WriteStringValue(IPAddress.TryParse(value.Address, out var address) ? AddressCut.Of(address).ToString() : null);
            }
            else
            {
                writer.WriteRawValue(context.Span[value.Start..value.End], skipInputValidation: true);
            }
        }
    }
}
