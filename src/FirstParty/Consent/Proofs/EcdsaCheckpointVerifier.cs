using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// Checks ECDSA signatures (curve P-256, SHA-256, ASN.1 DER; signed-note type 0x02). The key id is the start of the SHA-256 of the public
/// key in SubjectPublicKeyInfo form. Immutable and safe for concurrent use.
/// </summary>
/// <seealso href="https://c2sp.org/signed-note">C2SP signed-note</seealso>
public sealed class EcdsaCheckpointVerifier : CheckpointVerifier
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ECParameters _publicKey;
    private readonly byte[] _spki;

    /// <summary>A verifier for a public key.</summary>
    /// <param name="name">The key's name on signature lines: not empty, no spaces, control characters or plus signs.</param>
    /// <param name="subjectPublicKeyInfo">The key in DER, as <see cref="AsymmetricAlgorithm.ExportSubjectPublicKeyInfo"/> gives it.</param>
    /// <exception cref="ArgumentException">The name is not such a name, or the bytes are not one P-256 public key.</exception>
    public EcdsaCheckpointVerifier(string name, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Name = IsKeyName(name)
            ? name
            : throw new ArgumentException("A key's name has no spaces, plus signs or control characters.", nameof(name));
        _publicKey = Import(subjectPublicKeyInfo)
            ?? throw new ArgumentException("The bytes are not one P-256 public key.", nameof(subjectPublicKeyInfo));
        _spki = subjectPublicKeyInfo.ToArray();
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(_spki));
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override uint KeyId { get; }

    /// <summary>The public key in DER.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _spki;

    /// <inheritdoc />
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(_publicKey);
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECParameters? Import(ReadOnlySpan<byte> spki)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            var parameters = key.ExportParameters(includePrivateParameters: false);
            return read == spki.Length && parameters.Curve.Oid.Value == P256 ? parameters : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsKeyName(string? name) => Checkpoint.IsLine(name) && !name!.Any(c => char.IsWhiteSpace(c) || c == '+');
}
