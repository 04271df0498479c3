using System.Buffers.Binary;
using System.Numerics;

namespace FirstParty.Identity;

/// <summary>
/// SHA-1 of short names, as version 5 of a UUID is made of them. Written out here because names are hashed many times an event, and each call into the
/// platform's library costs several times what hashing a block does.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc3174">RFC 3174, SHA-1</seealso>
internal static class NameHash
{
    private const int BlockSize = 64;
    private const int LengthSize = 8;

    /// <summary>Hashes bytes.</summary>
    /// <param name="name">Any number of bytes.</param>
    /// <param name="hash">Takes the 20 bytes of the hash.</param>
    public static void Sha1(ReadOnlySpan<byte> name, Span<byte> hash)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        var rest = name;
        for (; rest.Length >= BlockSize; rest = rest[BlockSize..])
        {
            Mix(state, rest);
        }

        Span<byte> last = stackalloc byte[2 * BlockSize];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        var length = rest.Length + 1 + LengthSize <= BlockSize ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64BigEndian(last[(length - LengthSize)..], (ulong)name.Length * 8);
        for (var at = 0; at < length; at += BlockSize)
        {
            Mix(state, last[at..]);
        }

        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i]);
        }
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[80];
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);
        }

        for (var i = 16; i < words.Length; i++)
        {
            words[i] = BitOperations.RotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        }

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var i = 0; i < 20; i++)
        {
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + ((b & c) | (~b & d)) + e + 0x5A827999 + words[i], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        for (var i = 20; i < 40; i++)
        {
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + (b ^ c ^ d) + e + 0x6ED9EBA1 + words[i], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        for (var i = 40; i < 60; i++)
        {
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + ((b & c) | (b & d) | (c & d)) + e + 0x8F1BBCDC + words[i], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        for (var i = 60; i < 80; i++)
        {
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + (b ^ c ^ d) + e + 0xCA62C1D6 + words[i], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
