using System.Buffers.Binary;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// What a consent log's leaf says in the clear about one record. Days, not milliseconds, and a keyed commitment, not an identifier: the
/// leaf stays for ever, so it must not lead to a person once their key is gone.
/// </summary>
/// <param name="Kind">The kind of record: 1 a consent act, 3 an erasure; others are the ledger's to assign.</param>
/// <param name="Sequence">The position in the log from 0, which is the leaf's index in the tree.</param>
/// <param name="Day">The UTC day on which the log took the record, in days since 1970-01-01.</param>
/// <param name="RecordId">The record's id; its 16 bytes are written big-endian.</param>
/// <param name="SubjectCommitment">The acting subject, committed with their key: <see cref="SubjectKey.Commit"/>.</param>
/// <param name="Purpose">
/// The purpose's id, empty when the record names none; at most <see cref="ConsentLeaf.MaxPurposeBytes"/> bytes of UTF-8.
/// </param>
/// <param name="Act">The act, as the ledger numbers it (0 asked, 1 granted, 2 denied, 3 withdrawn, ...).</param>
/// <param name="PolicyHash">The <see cref="PolicyText.Hash"/> of what the person saw; zero when the act had no text.</param>
public readonly record struct LeafHeader(
    byte Kind,
    ulong Sequence,
    uint Day,
    Guid RecordId,
    Hash256 SubjectCommitment,
    string Purpose,
    byte Act,
    Hash256 PolicyHash)
{
    /// <summary>The length in bytes of what <see cref="WriteAssociatedData"/> writes: 61.</summary>
    public const int AssociatedDataLength = 61;

    /// <summary>The number of whole UTC days from 1970-01-01 to an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before 1970-01-01.</exception>
    public static uint DayOf(DateTimeOffset instant)
    {
        var days = (instant.UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay;
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, DateTimeOffset.UnixEpoch);
        return (uint)days;
    }

    /// <summary>
    /// Writes what the payload's seal is bound to: "FPL1", kind, sequence, record id and commitment. A ciphertext that is moved to another
    /// record therefore does not open.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="AssociatedDataLength"/>.</exception>
    public void WriteAssociatedData(Span<byte> destination)
    {
        if (destination.Length < AssociatedDataLength)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        ConsentLeaf.Magic.CopyTo(destination);
        destination[4] = Kind;
        BinaryPrimitives.WriteUInt64BigEndian(destination[5..], Sequence);
        RecordId.TryWriteBytes(destination[13..], bigEndian: true, out _);
        SubjectCommitment.CopyTo(destination[29..]);
    }
}
