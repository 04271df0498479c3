using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Events;

/// <summary>Tells a retry from a messageId that is used again for something else.</summary>
public static class EventFingerprint
{
    private const int RoomForNames = 512;
    private const int MostScratch = 64 * 1024;

    /// <summary>What a thread writes an event into.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>
    /// The first 64 bits of the SHA-256 over kind, name, identifiers and body as they came. Times are left out, since a client's clock
    /// correction gives a retry another one; so is the context, to which transports add.
    /// </summary>
    public static long Of(CustomerEvent customerEvent)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        return Of(customerEvent, customerEvent.Body.ToUtf8().Span);
    }

    /// <summary>The same, of an event whose body has been written as JSON already.</summary>
    internal static long Of(CustomerEvent customerEvent, ReadOnlySpan<byte> body)
    {
        var buffer = _scratch ??= new ArrayBufferWriter<byte>(RoomForNames);
        buffer.ResetWrittenCount();
        buffer.GetSpan(1)[0] = (byte)customerEvent.Kind;
        buffer.Advance(1);
        Append(buffer, customerEvent.EventName);
        Append(buffer, (customerEvent as GroupEvent)?.GroupId ?? string.Empty);
        Append(buffer, (customerEvent as AliasEvent)?.PreviousId.Value ?? string.Empty);
        foreach (var identifier in customerEvent.Identifiers)
        {
            Append(buffer, identifier.Namespace);
            Append(buffer, identifier.Value);
        }

        buffer.Write(body);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, digest);
        _scratch = buffer.Capacity <= MostScratch ? buffer : null;
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    private static void Append(ArrayBufferWriter<byte> buffer, string text)
    {
        Encoding.UTF8.GetBytes(text, buffer);
        buffer.Write("\u001F"u8);
    }
}
