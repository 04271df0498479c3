namespace FirstParty.Consent.Proofs;

/// <summary>A consent log's leaf hashes, computed from its leaves as they stand now. As safe for concurrent use as the log.</summary>
public sealed class ConsentLogLeaves : LeafHashSource
{
    private readonly ConsentLog _log;

    /// <summary>The leaf hashes of a log.</summary>
    public ConsentLogLeaves(ConsentLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
    }

    /// <inheritdoc />
    public override async ValueTask ReadAsync(ulong first, Memory<Hash256> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, (ulong)long.MaxValue);
        var entries = await _log.ReadRangeAsync((long)first, destination.Length, cancellationToken).ConfigureAwait(false);
        if (entries.Count < destination.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(first), "The log has fewer leaves than asked for.");
        }

        for (var i = 0; i < entries.Count; i++)
        {
            destination.Span[i] = MerkleTree.HashLeaf(entries[i].Leaf.Span);
        }
    }
}
