using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>
/// An event's identifiers as bytes: for each a zero when it is the anchor itself, else its namespace's number, its length and its UTF-8, the
/// two numbers seven bits a byte. Nothing at all when the anchor is the only one, as it nearly always is.
/// </summary>
internal static class IdentifierList
{
    public static ReadOnlySpan<byte> Write(ImmutableArray<Identifier> identifiers, Identifier anchor, NameTable names)
    {
        if (identifiers is [var only] && only == anchor)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>();
        foreach (var identifier in identifiers)
        {
            if (identifier == anchor)
            {
                WriteNumber(buffer, 0);
                continue;
            }

            WriteNumber(buffer, names.IdOf(identifier.Namespace));
            WriteNumber(buffer, Encoding.UTF8.GetByteCount(identifier.Value));
            Encoding.UTF8.GetBytes(identifier.Value, buffer);
        }

        return buffer.WrittenSpan;
    }

    public static ImmutableArray<Identifier> Read(ReadOnlySpan<byte> bytes, Identifier anchor, NameTable names)
    {
        if (bytes.IsEmpty)
        {
            return [anchor];
        }

        var identifiers = ImmutableArray.CreateBuilder<Identifier>();
        while (!bytes.IsEmpty)
        {
            var space = ReadNumber(ref bytes);
            if (space == 0)
            {
                identifiers.Add(anchor);
                continue;
            }

            var length = (int)ReadNumber(ref bytes);
            if (length > bytes.Length)
            {
                throw Binary.Malformed();
            }

            identifiers.Add(new Identifier(names.TextOf(space), Encoding.UTF8.GetString(bytes[..length])));
            bytes = bytes[length..];
        }

        return identifiers.DrainToImmutable();
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, long number)
    {
        for (var rest = (ulong)number; ; rest >>= 7)
        {
            var more = rest > 0x7F;
            buffer.Write([(byte)((rest & 0x7F) | (more ? 0x80u : 0))]);
            if (!more)
            {
                return;
            }
        }
    }

    private static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (var i = 0; i < bytes.Length && i < 9; i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] <= 0x7F)
            {
                bytes = bytes[(i + 1)..];
                return (long)(number & int.MaxValue);
            }
        }

        throw Binary.Malformed();
    }
}
