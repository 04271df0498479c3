namespace FirstParty.Consent;

/// <summary>Where a log ends: one row that every append replaces.</summary>
/// <param name="Size">The number of entries, which is the next entry's sequence.</param>
/// <param name="CompactRange">The tree's right edge over all entries, as <see cref="Proofs.CompactRange.ToByteArray"/> writes it.</param>
/// <param name="Checkpoint">The latest signed checkpoint as text; null when none was signed.</param>
public sealed record ConsentLogHead(long Size, ReadOnlyMemory<byte> CompactRange, string? Checkpoint)
{
    /// <summary>The head of a log without entries.</summary>
    public static ConsentLogHead Empty { get; } = new(0, new Proofs.CompactRange().ToByteArray(), null);
}
