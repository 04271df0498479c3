using System.Runtime.InteropServices;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// All leaf hashes and all complete subtree roots in memory, 64 bytes a leaf, so that any proof is O(log n). One writer or many readers at
/// a time: not safe for concurrent use.
/// </summary>
public sealed class LeafHashList : LeafHashSource
{
    private readonly List<List<Hash256>> _levels = [[]];

    /// <summary>The number of leaves.</summary>
    public int Count => _levels[0].Count;

    /// <summary>The leaf hash at an index, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public Hash256 this[int index] => _levels[0][index];

    /// <summary>Adds a leaf hash at index <see cref="Count"/>.</summary>
    public void Append(Hash256 leafHash)
    {
        _levels[0].Add(leafHash);
        for (var level = 0; _levels[level].Count % 2 == 0; level++)
        {
            if (level + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            var below = _levels[level];
            _levels[level + 1].Add(MerkleTree.HashChildren(below[^2], below[^1]));
        }
    }

    /// <inheritdoc />
    public override ValueTask ReadAsync(ulong first, Memory<Hash256> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (first > (ulong)Count || (ulong)destination.Length > (ulong)Count - first)
        {
            throw new ArgumentOutOfRangeException(nameof(first), "The log has fewer leaves than asked for.");
        }

        CollectionsMarshal.AsSpan(_levels[0]).Slice((int)first, destination.Length).CopyTo(destination.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<Hash256?> ReadSubtreeAsync(int level, ulong index, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Hash256?>(
            level < _levels.Count && index < (ulong)_levels[level].Count ? _levels[level][(int)index] : null);
}
