using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Rows of <c>consent_entries</c> to and from entries.</summary>
internal static class ConsentRows
{
    public const string Columns = "sequence, leaf, ciphertext, subjects, leaf_hash";

    public static readonly Insertion<ConsentEntry> Entries = With("");

    /// <summary>Writes what erasure leaves of entries that are there.</summary>
    public static readonly Insertion<ConsentEntry> Replacements = With(
        "ON CONFLICT (sequence) DO UPDATE SET ciphertext = excluded.ciphertext, subjects = excluded.subjects");

    public static readonly Insertion<(SubjectLookup Subject, long Sequence)> Subjects =
        new Insertion<(SubjectLookup Subject, long Sequence)>("firstparty.consent_subjects", "")
            .Uuid("subject", row => Binary.Uuid(row.Subject.Value))
            .Int64("sequence", row => row.Sequence);

    public static ConsentEntry Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.Bytes(1), row.NullableBytes(2) is { } sealedText ? (ReadOnlyMemory<byte>?)sealedText : null, Lookups(row.Bytes(3)))
        {
            LeafHash = row.NullableBytes(4) is not { } hash ? null : hash.Length == Hash256.Length ? new Hash256(hash) : throw Binary.Malformed(),
        };

    private static Insertion<ConsentEntry> With(string conflict) => new Insertion<ConsentEntry>("firstparty.consent_entries", conflict)
        .Int64("sequence", entry => entry.Sequence)
        .Bytes("leaf", entry => entry.Leaf.ToArray())
        .Bytes("ciphertext", entry => entry.Ciphertext?.ToArray())
        .Bytes("subjects", entry => [.. entry.Subjects.SelectMany(subject => subject.ToByteArray())])
        .Bytes("leaf_hash", entry => entry.LeafHash?.ToByteArray());

    private static ImmutableArray<SubjectLookup> Lookups(byte[] bytes) => bytes.Length % SubjectLookup.Length != 0
        ? throw Binary.Malformed()
        : [.. bytes.Chunk(SubjectLookup.Length).Select(lookup => SubjectLookup.FromBytes(lookup))];
}
