using System.Collections.Immutable;
using FirstParty.Consent.Proofs;

namespace FirstParty.Consent;

/// <summary>One row of the consent log: the leaf that stays, and what erasure removes.</summary>
/// <param name="Sequence">The position from 0, without gaps.</param>
/// <param name="Leaf">The FPL1 leaf's bytes; never changed and never removed.</param>
/// <param name="Ciphertext">The sealed payload; null once its subject was erased.</param>
/// <param name="Subjects">
/// How the row is found: first the acting subject's lookup, then those of whom it also binds, each once. Read back, in the same order but without
/// those that were erased.
/// </param>
public sealed record ConsentEntry(
    long Sequence,
    ReadOnlyMemory<byte> Leaf,
    ReadOnlyMemory<byte>? Ciphertext,
    ImmutableArray<SubjectLookup> Subjects)
{
    /// <summary>Whether the first of <see cref="Subjects"/> is the acting subject: false once they were erased, and their payload with them.</summary>
    public bool IsActorKnown => Ciphertext is not null;

    /// <summary>
    /// The leaf's hash in the tree, as the ledger computed it; a store that keeps it lets an audit name an altered leaf exactly, rather than
    /// the stretch of the log that it stands in. Null from a store that does not.
    /// </summary>
    public Hash256? LeafHash { get; init; }
}
