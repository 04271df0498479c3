using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// One subject's 32-byte secret. It seals the payloads of their records and commits to their id in the leaves, so that destroying it leaves
/// neither readable nor linkable. Two independent keys are derived from it; the secret itself encrypts nothing. Safe for concurrent use
/// until it is disposed; disposing wipes the keys from memory.
/// </summary>
public sealed class SubjectKey : IDisposable
{
    /// <summary>The length of the secret in bytes: 32.</summary>
    public const int Length = 32;

    /// <summary>The length of the seal's tag in bytes: 16. A ciphertext is this much longer than its payload.</summary>
    public const int TagLength = 16;

    private readonly byte[] _encryption = new byte[Length];
    private readonly byte[] _commitment = new byte[Length];
    private bool _disposed;

    /// <summary>Derives the keys from a secret.</summary>
    /// <exception cref="ArgumentException"><paramref name="secret"/> is not 32 bytes long.</exception>
    public SubjectKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException("A subject key has exactly 32 bytes.", nameof(secret));
        }

        HMACSHA256.HashData(secret, "fp/enc/v1"u8, _encryption);
        HMACSHA256.HashData(secret, "fp/subject/v1"u8, _commitment);
    }

    /// <summary>A new secret from the system's cryptographic source, to be kept in the key store and nowhere else.</summary>
    public static byte[] CreateSecret() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>
    /// The commitment to a subject's id that stands in their leaves: without the key, no guess of the id can be checked against it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public Hash256 Commit(string subjectId)
    {
        ArgumentNullException.ThrowIfNull(subjectId);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var length = Encoding.UTF8.GetByteCount(subjectId);
        var id = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(subjectId, id);
        Span<byte> commitment = stackalloc byte[Hash256.Length];
        HMACSHA256.HashData(_commitment, id, commitment);
        return new Hash256(commitment);
    }

    /// <summary>Seals a payload with AES-256-GCM, bound to the header, and makes the leaf over both. A nonce is used once.</summary>
    /// <exception cref="ArgumentException">The header's purpose is too long.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public SealedLeaf Seal(LeafHeader header, ReadOnlySpan<byte> payload, PayloadNonce nonce)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var ciphertext = new byte[payload.Length + TagLength];
        Span<byte> nonceBytes = stackalloc byte[PayloadNonce.Length];
        Span<byte> associated = stackalloc byte[LeafHeader.AssociatedDataLength];
        Span<byte> payloadHash = stackalloc byte[Hash256.Length];
        nonce.CopyTo(nonceBytes);
        header.WriteAssociatedData(associated);
        using (var aes = new AesGcm(_encryption, TagLength))
        {
            aes.Encrypt(nonceBytes, payload, ciphertext.AsSpan(0, payload.Length), ciphertext.AsSpan(payload.Length), associated);
        }

        SHA256.HashData(ciphertext, payloadHash);
        var leaf = new ConsentLeaf(header, nonce, new Hash256(payloadHash));
        return new SealedLeaf(leaf, leaf.Hash(), ciphertext);
    }

    /// <summary>Opens a sealed payload; false when it was sealed with another key, for another record, or has been altered.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TryOpen(ConsentLeaf leaf, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out byte[]? payload)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        payload = null;
        if (ciphertext.Length < TagLength)
        {
            return false;
        }

        var opened = new byte[ciphertext.Length - TagLength];
        Span<byte> nonce = stackalloc byte[PayloadNonce.Length];
        Span<byte> associated = stackalloc byte[LeafHeader.AssociatedDataLength];
        leaf.Nonce.CopyTo(nonce);
        leaf.Header.WriteAssociatedData(associated);
        using var aes = new AesGcm(_encryption, TagLength);
        try
        {
            aes.Decrypt(nonce, ciphertext[..^TagLength], ciphertext[^TagLength..], opened, associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        payload = opened;
        return true;
    }

    /// <summary>Wipes the derived keys.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_encryption);
        CryptographicOperations.ZeroMemory(_commitment);
    }
}
