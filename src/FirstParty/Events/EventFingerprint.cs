using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Events;

/// <summary>Tells a retry from a messageId that is used again for something else.</summary>
public static class EventFingerprint
{
    /// <summary>
    /// The first 64 bits of the SHA-256 over kind, name, identifiers and body as they came. Times are left out, since a client's clock
    /// correction gives a retry another one; so is the context, to which transports add.
    /// </summary>
    public static long Of(CustomerEvent customerEvent)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)customerEvent.Kind]);
        Append(hash, customerEvent.EventName);
        Append(hash, (customerEvent as GroupEvent)?.GroupId ?? string.Empty);
        Append(hash, (customerEvent as AliasEvent)?.PreviousId.Value ?? string.Empty);
        foreach (var identifier in customerEvent.Identifiers)
        {
            Append(hash, identifier.Namespace);
            Append(hash, identifier.Value);
        }

        hash.AppendData(customerEvent.Body.ToUtf8().Span);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0x1F]);
    }
}
