using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>Signs with an ECDSA P-256 key held in memory. Safe for concurrent use; disposing it disposes its copy of the key.</summary>
public sealed class EcdsaCheckpointSigner : CheckpointSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly Lock _gate = new();
    private readonly EcdsaCheckpointVerifier _verifier;

    /// <summary>A signer with a private key.</summary>
    /// <param name="name">The key's name on signature lines, usually the log's origin: not empty, no spaces or plus signs.</param>
    /// <param name="pkcs8PrivateKey">The private key, as <see cref="AsymmetricAlgorithm.ExportPkcs8PrivateKey"/> gives it; copied.</param>
    /// <exception cref="ArgumentException">The name is not such a name, or the key is not on P-256.</exception>
    /// <exception cref="CryptographicException">The bytes are not a private key.</exception>
    public EcdsaCheckpointSigner(string name, ReadOnlySpan<byte> pkcs8PrivateKey)
    {
        _key.ImportPkcs8PrivateKey(pkcs8PrivateKey, out _);
        _verifier = new EcdsaCheckpointVerifier(name, _key.ExportSubjectPublicKeyInfo());
    }

    /// <inheritdoc />
    public override EcdsaCheckpointVerifier Verifier => _verifier;

    /// <summary>A new private key in PKCS #8 form, to be kept outside the database.</summary>
    public static byte[] CreateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    /// <inheritdoc />
    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_key.SignData(text.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
