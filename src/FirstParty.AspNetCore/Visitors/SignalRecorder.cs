using System.Collections.Concurrent;
using FirstParty.Consent.Signals;
using FirstParty.Identity;
using FirstParty.Storage;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// Records a visitor's Global Privacy Control in the ledger: once for each visitor as long as this process remembers, and harmlessly again
/// after that. Thread-safe.
/// </summary>
internal sealed class SignalRecorder(CustomerDataPlatform platform)
{
    private const int MaxRemembered = 50_000;

    private readonly SignalReader _reader = new(platform.Purposes);
    private readonly ConcurrentDictionary<string, byte> _recorded = new(StringComparer.Ordinal);

    /// <summary>Records the request's signal, if it has one.</summary>
    /// <exception cref="StorageException">The store failed; nothing was recorded.</exception>
    public async ValueTask RecordAsync(HttpRequest request, Identifier visitor, CancellationToken cancellationToken)
    {
        if (_reader.ReadGpc(request.Headers[GlobalPrivacyControl.HeaderName]) is not { Purposes.Count: > 0 } signal
            || _recorded.ContainsKey(visitor.Value))
        {
            return;
        }

        foreach (var record in signal.ToRecords(visitor, platform.Time.GetUtcNow()))
        {
            await platform.Consent.RecordAsync(record, cancellationToken).ConfigureAwait(false);
        }

        if (_recorded.Count >= MaxRemembered)
        {
            _recorded.Clear();
        }

        _recorded.TryAdd(visitor.Value, 0);
    }
}
