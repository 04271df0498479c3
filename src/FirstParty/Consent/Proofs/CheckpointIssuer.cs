namespace FirstParty.Consent.Proofs;

/// <summary>
/// Signs a log's present state and publishes it, but only when it extends the latest checkpoint that any sink still holds: a rewritten log
/// gets no signature. Issuing is serialised; safe for concurrent use.
/// </summary>
public sealed class CheckpointIssuer : IDisposable
{
    private readonly string _origin;
    private readonly CheckpointSigner _signer;
    private readonly IReadOnlyList<CheckpointVerifier> _trusted;
    private readonly IReadOnlyList<CheckpointSink> _sinks;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Checkpoint? _pinned;

    /// <summary>An issuer for one log.</summary>
    /// <param name="origin">The log's name: one line, not empty.</param>
    /// <param name="signer">Signs; its verifier also checks what the sinks give back.</param>
    /// <param name="sinks">Where checkpoints go, in order.</param>
    /// <param name="pinned">The last checkpoint known from elsewhere, or null.</param>
    /// <param name="formerKeys">Keys that signed this log before and are still trusted, after a change of key; null for none.</param>
    /// <exception cref="ArgumentException"><paramref name="origin"/> is not one line of text.</exception>
    public CheckpointIssuer(
        string origin,
        CheckpointSigner signer,
        IEnumerable<CheckpointSink> sinks,
        Checkpoint? pinned = null,
        IEnumerable<CheckpointVerifier>? formerKeys = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(sinks);
        _origin = Checkpoint.IsLine(origin) ? origin : throw new ArgumentException("An origin is one line of text.", nameof(origin));
        (_signer, _sinks, _pinned) = (signer, [.. sinks], pinned);
        _trusted = [signer.Verifier, .. formerKeys ?? []];
    }

    /// <summary>The keys whose checkpoints of this log are believed: the signer's, then former ones.</summary>
    public IReadOnlyList<CheckpointVerifier> TrustedKeys => _trusted;

    /// <inheritdoc cref="IssueAsync(ulong, Hash256, LeafHashSource, SignedCheckpoint?, CancellationToken)" />
    public ValueTask<SignedCheckpoint> IssueAsync(ulong size, Hash256 root, LeafHashSource leaves, CancellationToken cancellationToken) =>
        IssueAsync(size, root, leaves, kept: null, cancellationToken);

    /// <summary>Signs and publishes the state of a log of <paramref name="size"/> leaves.</summary>
    /// <param name="size">The number of leaves.</param>
    /// <param name="root">
    /// The root over them, as the log maintains it; it is held against the leaf hashes wherever an earlier checkpoint is known.
    /// </param>
    /// <param name="leaves">The log's leaf hashes, for the proof that it extends the earlier checkpoints.</param>
    /// <param name="kept">The checkpoint that stands with the log's head; null for none.</param>
    /// <param name="cancellationToken">Cancels before a signature is made, or between sinks.</param>
    /// <exception cref="CheckpointConflictException">
    /// The log does not extend an earlier checkpoint, or a sink holds one that no trusted key signed. Nothing was signed.
    /// </exception>
    public async ValueTask<SignedCheckpoint> IssueAsync(
        ulong size, Hash256 root, LeafHashSource leaves, SignedCheckpoint? kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var present = new Checkpoint(_origin, size, root);
            var prover = new MerkleProver(leaves);
            await DemandExtensionAsync(_pinned, present, prover, cancellationToken).ConfigureAwait(false);
            DemandTrust(kept, present);
            await DemandExtensionAsync(kept?.Checkpoint, present, prover, cancellationToken).ConfigureAwait(false);
            foreach (var sink in _sinks)
            {
                var published = await sink.ReadLatestAsync(_origin, cancellationToken).ConfigureAwait(false);
                DemandTrust(published, present);
                await DemandExtensionAsync(published?.Checkpoint, present, prover, cancellationToken).ConfigureAwait(false);
            }

            var signed = await SignedCheckpoint.SignAsync(present, _signer, cancellationToken).ConfigureAwait(false);
            _pinned = present;
            foreach (var sink in _sinks)
            {
                await sink.PublishAsync(signed, cancellationToken).ConfigureAwait(false);
            }

            return signed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    // A stranger's note in front of the true one would hide it: refuse rather than skip.
    private void DemandTrust(SignedCheckpoint? kept, Checkpoint present)
    {
        if (kept is not null && !_trusted.Any(kept.IsSignedBy))
        {
            throw new CheckpointConflictException(CheckpointRelation.Untrusted, kept.Checkpoint, present);
        }
    }

    private static async ValueTask DemandExtensionAsync(
        Checkpoint? earlier, Checkpoint present, MerkleProver prover, CancellationToken cancellationToken)
    {
        if (earlier is null)
        {
            return;
        }

        var proof = earlier.Size > present.Size
            ? []
            : await prover.ProveConsistencyAsync(earlier.Size, present.Size, cancellationToken).ConfigureAwait(false);
        var relation = present.RelationTo(earlier, [.. proof]);
        if (relation != CheckpointRelation.Extends)
        {
            throw new CheckpointConflictException(relation, earlier, present);
        }
    }
}
