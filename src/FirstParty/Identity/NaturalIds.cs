using System.Text;

namespace FirstParty.Identity;

/// <summary>
/// Natural ids, computed. A batch asks for the id of each identifier many times over, so the last few are remembered: some ten thousand, in no store, each
/// forgotten as soon as another falls on its place, and all of them when somebody is erased. Thread-safe.
/// </summary>
internal static class NaturalIds
{
    private const int Places = 16_384;
    private const int MaxBytes = 16 + (3 * (Identifier.MaxNamespaceLength + 1 + Identifier.MaxValueLength));

    private static readonly Guid Root = new("7d1f6f5e-52b1-5c0e-9d0a-3f0c6e1a94b7");
    private static readonly Known?[] Remembered = new Known?[Places];

    public static ProfileId Of(Identifier identifier)
    {
        ref var place = ref Remembered[(uint)identifier.Value.GetHashCode(StringComparison.Ordinal) % Places];
        if (Volatile.Read(ref place) is { } known && known.Identifier == identifier)
        {
            return known.Id;
        }

        var id = Compute(identifier);
        Volatile.Write(ref place, new Known(identifier, id));
        return id;
    }

    /// <summary>Forgets what is remembered.</summary>
    public static void Forget() => Array.Clear(Remembered);

    private static ProfileId Compute(Identifier identifier)
    {
        var length = 16 + (3 * (identifier.Namespace.Length + 1 + identifier.Value.Length));
        var bytes = length <= MaxBytes ? stackalloc byte[MaxBytes] : new byte[length];
        Root.TryWriteBytes(bytes, bigEndian: true, out var written);
        written += Encoding.UTF8.GetBytes(identifier.Namespace, bytes[written..]);
        bytes[written++] = 0x1F;
        written += Encoding.UTF8.GetBytes(identifier.Value, bytes[written..]);
        Span<byte> hash = stackalloc byte[20];
        NameHash.Sha1(bytes[..written], hash); // RFC 9562 defines version 5 over SHA-1; nothing rests on its collision resistance.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new ProfileId(new Guid(hash[..16], bigEndian: true));
    }

    private sealed class Known(Identifier identifier, ProfileId id)
    {
        public Identifier Identifier { get; } = identifier;

        public ProfileId Id { get; } = id;
    }
}
