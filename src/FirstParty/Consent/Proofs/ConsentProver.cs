using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>Makes proof bundles from a consent log. Stateless; as safe for concurrent use as the log.</summary>
public sealed class ConsentProver
{
    private readonly ConsentLog _log;
    private readonly MerkleProver _prover;

    /// <summary>A prover for a log.</summary>
    public ConsentProver(ConsentLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        (_log, _prover) = (log, new MerkleProver(new ConsentLogLeaves(log)));
    }

    /// <summary>Proves that a record stands under a checkpoint.</summary>
    /// <param name="sequence">The record's position in the log.</param>
    /// <param name="checkpoint">A signed checkpoint that counts it.</param>
    /// <param name="policyText">The text that the person saw, to be part of the proof; null leaves it out.</param>
    /// <param name="keys">
    /// Where the subjects' secrets are, to open the record in the proof: see <see cref="ProofOpening"/> for whom that is. Null leaves it
    /// sealed; an erased record stays erased.
    /// </param>
    /// <param name="publicKey">The key that signed, to be stated in the bundle; null leaves it out.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint does not count the record, or the log does not hold it.</exception>
    public async ValueTask<ProofBundle> ProveAsync(
        long sequence,
        SignedCheckpoint checkpoint,
        string? policyText,
        SubjectKeyStore? keys,
        EcdsaCheckpointVerifier? publicKey,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        var size = checkpoint.Checkpoint.Size;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, size, nameof(sequence));
        var entries = await _log.ReadRangeAsync(sequence, 1, cancellationToken).ConfigureAwait(false);
        if (entries is not [var entry] || entry.Sequence != sequence)
        {
            throw new ArgumentOutOfRangeException(nameof(sequence), "The log does not hold the record.");
        }

        var proof = await _prover.ProveInclusionAsync((ulong)sequence, size, cancellationToken).ConfigureAwait(false);
        var bundle = new ProofBundle(entry.Leaf, proof, checkpoint.ToString())
        {
            PolicyText = policyText, PublicKey = publicKey?.SubjectPublicKeyInfo,
        };
        return keys is null ? bundle : await OpenAsync(bundle, entry, keys, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<ProofBundle> OpenAsync(
        ProofBundle bundle, ConsentEntry entry, SubjectKeyStore keys, CancellationToken cancellationToken)
    {
        if (entry is not { Subjects: [var actor, ..], Ciphertext: { } ciphertext })
        {
            return bundle;
        }

        var secrets = await keys.FindAsync([actor], cancellationToken).ConfigureAwait(false);
        if (!secrets.TryGetValue(actor, out var secret))
        {
            return bundle;
        }

        using var key = new SubjectKey(secret.Span);
        return key.TryOpen(ConsentLeaf.Decode(entry.Leaf.Span), ciphertext.Span, out var payload)
            ? bundle with { Record = Encoding.UTF8.GetString(payload), Opening = new ProofOpening(secret, ciphertext) }
            : throw new InvalidDataException($"Consent record {entry.Sequence} does not open: the log was altered.");
    }
}
