using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// An event's identifiers as bytes: for each the lengths of its namespace and its value in two bytes each and both in UTF-8, or two zero lengths
/// for the anchor itself. Nothing at all when the anchor is the only one, as it nearly always is.
/// </summary>
internal static class IdentifierList
{
    public static byte[]? Write(ImmutableArray<Identifier> identifiers, Identifier anchor)
    {
        if (identifiers is [var only] && only == anchor)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        foreach (var identifier in identifiers)
        {
            var isAnchor = identifier == anchor;
            Write(buffer, isAnchor ? "" : identifier.Namespace);
            Write(buffer, isAnchor ? "" : identifier.Value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static ImmutableArray<Identifier> Read(byte[]? bytes, Identifier anchor)
    {
        if (bytes is null)
        {
            return [anchor];
        }

        var identifiers = ImmutableArray.CreateBuilder<Identifier>();
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            var (space, value) = (Read(ref rest), Read(ref rest));
            identifiers.Add(space.Length == 0 ? anchor : new Identifier(space, value));
        }

        return identifiers.DrainToImmutable();
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(sizeof(ushort)), checked((ushort)length));
        buffer.Advance(sizeof(ushort));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    private static string Read(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(ushort) || bytes.Length - sizeof(ushort) < BinaryPrimitives.ReadUInt16BigEndian(bytes))
        {
            throw Binary.Malformed();
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var text = Encoding.UTF8.GetString(bytes.Slice(sizeof(ushort), length));
        bytes = bytes[(sizeof(ushort) + length)..];
        return text;
    }
}
