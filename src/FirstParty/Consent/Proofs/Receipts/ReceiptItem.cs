namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>One purpose in a receipt.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Decision">How the person stands to it when the receipt is made.</param>
/// <param name="Records">What the person said of it, oldest first; at least one.</param>
public sealed record ReceiptItem(Purpose Purpose, ConsentDecision Decision, IReadOnlyList<ConsentRecord> Records)
{
    /// <summary>What the person said last.</summary>
    public ConsentRecord Latest => Records[^1];
}
