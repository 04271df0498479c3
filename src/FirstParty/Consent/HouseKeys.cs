using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// What the ledger derives from its own secret: how subjects are looked up, and the pseudonyms under which do-not-contact marks outlive an
/// erasure. Without the secret no guess of an identifier can be checked against either.
/// </summary>
internal sealed class HouseKeys(ReadOnlySpan<byte> secret)
{
    internal const string SuppressedNamespace = "suppressed";
    private const int KeyBytes = 16;

    private readonly byte[] _lookup = HMACSHA256.HashData(secret, "fp/lookup/v1"u8);
    private readonly byte[] _suppress = HMACSHA256.HashData(secret, "fp/suppress/v1"u8);
    private readonly byte[] _token = HMACSHA256.HashData(secret, "fp/token/v1"u8);
    private readonly byte[] _host = HMACSHA256.HashData(secret, "fp/host/v1"u8);
    private readonly byte[] _fact = HMACSHA256.HashData(secret, "fp/fact/v1"u8);

    /// <summary>The keys for reading; null while the log has none, and thus no records. Writes nothing: the session may be a reader's.</summary>
    internal static async ValueTask<HouseKeys?> FindAsync(ConsentLog log, SubjectKeyStore keys, CancellationToken cancellationToken)
    {
        if (log.HouseSecret is null)
        {
            var found = await keys.FindAsync([SubjectLookup.House], cancellationToken).ConfigureAwait(false);
            log.HouseSecret = found.TryGetValue(SubjectLookup.House, out var secret) ? secret.ToArray() : null;
        }

        return log.HouseSecret is null ? null : new HouseKeys(log.HouseSecret);
    }

    /// <summary>The keys for writing, made on first use.</summary>
    internal static async ValueTask<HouseKeys> OpenAsync(ConsentLog log, SubjectKeyStore keys, CancellationToken cancellationToken)
    {
        if (await FindAsync(log, keys, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        var made = new Dictionary<SubjectLookup, ReadOnlyMemory<byte>> { [SubjectLookup.House] = SubjectKey.CreateSecret() };
        var kept = await keys.AddAsync(made, cancellationToken).ConfigureAwait(false);
        log.HouseSecret = kept[SubjectLookup.House].ToArray();
        return new HouseKeys(log.HouseSecret);
    }

    /// <summary>The text under which an identifier is committed to and hashed: unambiguous for any namespace and value.</summary>
    internal static string Canonical(Identifier identifier) => $"{identifier.Namespace}\u001F{identifier.Value}";

    /// <summary>A key for a use of the host's own, which says nothing about any other.</summary>
    internal byte[] KeyFor(string use) => HMACSHA256.HashData(_host, Encoding.UTF8.GetBytes(use));

    internal SubjectLookup Lookup(Identifier identifier) =>
        SubjectLookup.FromBytes(Mac(_lookup, identifier).AsSpan(0, SubjectLookup.Length));

    internal Identifier Pseudonym(Identifier identifier) =>
        new(SuppressedNamespace, Convert.ToHexStringLower(Mac(_suppress, identifier)));

    /// <summary>By what an erased fact is recognised: 128 bits of which nobody without the secret can tell what they stand for.</summary>
    internal UInt128 Mark(FactId fact)
    {
        var most = KeyBytes + Encoding.UTF8.GetMaxByteCount(fact.Source.Length);
        var id = most <= 512 ? stackalloc byte[most] : new byte[most];
        BinaryPrimitives.WriteUInt128BigEndian(id, fact.Key);
        var length = KeyBytes + Encoding.UTF8.GetBytes(fact.Source, id[KeyBytes..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_fact, id[..length], mac);
        return BinaryPrimitives.ReadUInt128BigEndian(mac);
    }

    /// <summary>Seals a short text into base64url: nonce, ciphertext, tag.</summary>
    internal string Protect(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[PayloadNonce.Length + plain.Length + SubjectKey.TagLength];
        PayloadNonce.Create().CopyTo(sealedText);
        var nonce = sealedText.AsSpan(0, PayloadNonce.Length);
        var rest = sealedText.AsSpan(PayloadNonce.Length);
        using var aes = new AesGcm(_token, SubjectKey.TagLength);
        aes.Encrypt(nonce, plain, rest[..plain.Length], rest[plain.Length..]);
        return Base64Url.EncodeToString(sealedText);
    }

    /// <summary>Opens what <see cref="Protect"/> sealed; null for anything else.</summary>
    internal string? Unprotect(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length < PayloadNonce.Length + SubjectKey.TagLength)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var plain = new byte[bytes.Length - PayloadNonce.Length - SubjectKey.TagLength];
        using var aes = new AesGcm(_token, SubjectKey.TagLength);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(0, PayloadNonce.Length), bytes.AsSpan(PayloadNonce.Length, plain.Length), bytes.AsSpan(^SubjectKey.TagLength..), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Mac(byte[] key, Identifier identifier) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Canonical(identifier)));
}
