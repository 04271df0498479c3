using FirstParty.Consent.Proofs;

namespace FirstParty.Consent;

/// <summary>What the log answers to an append: the record as it now stands, and its hash in the tree.</summary>
/// <param name="Record">With its sequence, id and time of recording.</param>
/// <param name="LeafHash">With which the record's presence can be proved.</param>
public sealed record ConsentReceiptEntry(ConsentRecord Record, Hash256 LeafHash);
