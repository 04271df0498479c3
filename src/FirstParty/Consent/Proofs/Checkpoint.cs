using System.Globalization;

namespace FirstParty.Consent.Proofs;

/// <summary>What a log says of itself at one moment: its name, how many leaves it has, and the root over them.</summary>
/// <param name="Origin">The log's name, unique for ever, such as <c>shop.example/consent</c>: one line, not empty.</param>
/// <param name="Size">The number of leaves.</param>
/// <param name="Root">The root of the tree over them.</param>
/// <seealso href="https://c2sp.org/tlog-checkpoint">C2SP tlog-checkpoint</seealso>
public sealed record Checkpoint(string Origin, ulong Size, Hash256 Root)
{
    /// <summary>The note text that is signed: origin, size and root in base64, a line each, each line ended by LF.</summary>
    /// <exception cref="InvalidOperationException">The origin is empty or holds a control character.</exception>
    public string ToText() => IsLine(Origin)
        ? string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.ToByteArray())}\n")
        : throw new InvalidOperationException("A log's origin is one line of text, not empty and without control characters.");

    /// <summary>
    /// How this checkpoint follows an earlier one that was kept elsewhere. A log that only grows is <see
    /// cref="CheckpointRelation.Extends"/>; anything else means that history was cut or rewritten.
    /// </summary>
    /// <param name="earlier">The checkpoint that is trusted.</param>
    /// <param name="consistencyProof">
    /// The proof from the earlier size to this one; empty when the sizes are equal or the earlier is zero.
    /// </param>
    public CheckpointRelation RelationTo(Checkpoint earlier, ReadOnlySpan<Hash256> consistencyProof)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (!string.Equals(Origin, earlier.Origin, StringComparison.Ordinal))
        {
            return CheckpointRelation.OtherLog;
        }

        if (Size < earlier.Size)
        {
            return CheckpointRelation.RolledBack;
        }

        return MerkleTree.VerifyConsistency(earlier.Size, Size, earlier.Root, Root, consistencyProof)
            ? CheckpointRelation.Extends
            : CheckpointRelation.Rewritten;
    }

    internal static bool IsLine(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyInRange('\0', '\u001f');
}
