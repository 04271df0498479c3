using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Derives a key from the store's secret, which is made if there is none yet.</summary>
internal sealed class KeyWork(string use, LineParts parts) : WriterWork
{
    /// <summary>The key; set once the work is done.</summary>
    public byte[] Key { get; private set; } = [];

    public override async ValueTask RunAsync(IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken) =>
        Key = (await parts.Ledger.FindKeyAsync(session.Consent, use, mayWrite: true, cancellationToken).ConfigureAwait(false))!;
}
