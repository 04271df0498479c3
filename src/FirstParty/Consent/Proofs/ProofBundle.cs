using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// All that is needed to check, without the store and years later, that a consent record stood in the log: the leaf, its way up to a signed
/// checkpoint, and where given the text that the person saw and the record itself. Immutable.
/// </summary>
/// <param name="Leaf">The leaf's bytes.</param>
/// <param name="InclusionProof">The hashes from the leaf up to the checkpoint's root.</param>
/// <param name="Checkpoint">The signed checkpoint, as a note.</param>
public sealed record ProofBundle(ReadOnlyMemory<byte> Leaf, IReadOnlyList<Hash256> InclusionProof, string Checkpoint)
{
    /// <summary>The text that the person saw; null when it is not part of the proof.</summary>
    public string? PolicyText { get; init; }

    /// <summary>
    /// The public key that signed, in DER, for the reader's convenience; null when left out. Trust comes from elsewhere: anybody can write
    /// one.
    /// </summary>
    public ReadOnlyMemory<byte>? PublicKey { get; init; }

    /// <summary>
    /// The record's sealed part in clear JSON, as <see cref="Opening"/> proves it; null when it is not part of the proof.
    /// </summary>
    public string? Record { get; init; }

    /// <summary>What proves <see cref="Record"/>; null when the payload stays sealed or was erased.</summary>
    public ProofOpening? Opening { get; init; }

    /// <summary>Reads a bundle that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not such a bundle, or is too long.</exception>
    public static ProofBundle Parse(string json) => ProofBundleJson.Read(json);

    /// <summary>The bundle as one JSON object.</summary>
    public string ToJson() => ProofBundleJson.Write(this);

    /// <summary>Checks the bundle, offline. Pure; safe for concurrent use.</summary>
    /// <param name="trustedKeys">The keys that the verifier knows to be the log's.</param>
    /// <param name="pinned">A checkpoint of this log that the verifier kept; null for none.</param>
    /// <param name="consistencyProof">
    /// The proof between the pinned checkpoint and the bundle's, from the smaller to the larger; empty when they are of one size.
    /// </param>
    public ProofVerdict Verify(
        IEnumerable<CheckpointVerifier> trustedKeys, Checkpoint? pinned = null, IReadOnlyList<Hash256>? consistencyProof = null)
    {
        ArgumentNullException.ThrowIfNull(trustedKeys);
        if (!ConsentLeaf.TryDecode(Leaf.Span, out var leaf))
        {
            return ProofVerdict.Of(ProofFault.LeafMalformed);
        }

        if (!SignedCheckpoint.TryParse(Checkpoint, out var signed))
        {
            return ProofVerdict.Of(ProofFault.CheckpointMalformed);
        }

        var fault = CheckSignature(signed, trustedKeys);
        fault = fault != ProofFault.None ? fault : CheckPlace(leaf, signed.Checkpoint, pinned, consistencyProof ?? []);
        fault = fault != ProofFault.None ? fault : CheckText(leaf);
        ConsentRecord? record = null;
        fault = fault != ProofFault.None ? fault : CheckRecord(leaf, out record);
        return fault == ProofFault.None ? new ProofVerdict(fault, signed.Checkpoint, leaf.Header, record) : ProofVerdict.Of(fault);
    }

    private ProofFault CheckSignature(SignedCheckpoint signed, IEnumerable<CheckpointVerifier> trustedKeys)
    {
        var key = trustedKeys.FirstOrDefault(signed.IsSignedBy);
        return key is null ? ProofFault.CheckpointUntrusted
            : PublicKey is { } stated && key is EcdsaCheckpointVerifier ecdsa && !stated.Span.SequenceEqual(ecdsa.SubjectPublicKeyInfo.Span)
                ? ProofFault.PublicKeyMismatch
            : ProofFault.None;
    }

    private ProofFault CheckPlace(ConsentLeaf leaf, Checkpoint checkpoint, Checkpoint? pinned, IReadOnlyList<Hash256> consistencyProof)
    {
        if (!MerkleTree.VerifyInclusion(
            leaf.Header.Sequence, checkpoint.Size, MerkleTree.HashLeaf(Leaf.Span), [.. InclusionProof], checkpoint.Root))
        {
            return ProofFault.NotIncluded;
        }

        var relation = pinned is null ? CheckpointRelation.Extends
            : pinned.Size <= checkpoint.Size ? checkpoint.RelationTo(pinned, [.. consistencyProof])
            : pinned.RelationTo(checkpoint, [.. consistencyProof]);
        return relation == CheckpointRelation.Extends ? ProofFault.None : ProofFault.PinnedCheckpointConflict;
    }

    private ProofFault CheckText(ConsentLeaf leaf) =>
        PolicyText is null || Proofs.PolicyText.TryHash(PolicyText) == leaf.Header.PolicyHash
            ? ProofFault.None
            : ProofFault.PolicyTextMismatch;

    private ProofFault CheckRecord(ConsentLeaf leaf, out ConsentRecord? record)
    {
        record = null;
        if (Opening is not { } opening)
        {
            return Record is null ? ProofFault.None : ProofFault.RecordUnproved;
        }

        if (opening.Secret.Length != SubjectKey.Length || !leaf.Names(opening.Ciphertext.Span))
        {
            return ProofFault.PayloadMismatch;
        }

        using var key = new SubjectKey(opening.Secret.Span);
        if (!key.TryOpen(leaf, opening.Ciphertext.Span, out var payload))
        {
            return ProofFault.PayloadMismatch;
        }

        if (Record is not null && !Encoding.UTF8.GetBytes(Record).AsSpan().SequenceEqual(payload))
        {
            return ProofFault.RecordMismatch;
        }

        record = OpenedPayload.Read(leaf, payload)?.Record;
        return record is not null && leaf.Header.SubjectCommitment == key.Commit(HouseKeys.Canonical(record.Subject))
            ? ProofFault.None
            : ProofFault.SubjectMismatch;
    }
}
