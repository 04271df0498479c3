using FirstParty.Identity;
using FirstParty.Pipeline;

namespace FirstParty;

public sealed partial class PlatformProfiles
{
    /// <summary>
    /// What events tied together longer ago than <see cref="NamespaceRule.ExpiresAfter"/> allows holds no longer, as of an instant that is logged with
    /// this call: nothing expires by the clock. The latest instant ever logged counts. People are parted in small transactions between those of ingest;
    /// each parting is in <see cref="HistoryAsync"/>, caused by this act. Should the process die on the way, the next start or call goes on. Undone with
    /// <see cref="RetractAsync"/>.
    /// </summary>
    /// <param name="asOf">The instant that ages are measured against; null for now. Not later than now. UTC.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="reason">Why, in their words; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait; what was let go stays so, and the next call goes on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="asOf"/> is in the future, in which everything would be too old.</exception>
    /// <exception cref="InvalidOperationException">No namespace of the identity rules expires.</exception>
    /// <exception cref="Storage.StorageException">The store failed; what was let go before stays so.</exception>
    public async ValueTask<ExpiryOutcome> ExpireAsync(
        DateTimeOffset? asOf = null, string? actor = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        var now = _platform.Now;
        var instant = asOf is { } given ? ClockCorrection.Truncate(given) : now;
        CheckExpiry(instant, now);
        var id = FactId.Of(Operator, _platform.Parts.NewId(now).ToString("D"));
        var act = new ExpireAssertion { Id = id, At = now, AsOf = instant, Actor = actor, Reason = reason };
        await _platform.SubmitAsync(new IdentityWork([act], _platform.Parts), cancellationToken).ConfigureAwait(false);
        return await _platform.Expiry.RunAsync(act, cancellationToken).ConfigureAwait(false);
    }

    private void CheckExpiry(DateTimeOffset asOf, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asOf, now);
        if (_platform.Parts.IdentityRules.Namespaces.All(rule => rule.ExpiresAfter is null))
        {
            throw new InvalidOperationException("No namespace expires. Set ExpiresAfter on one in the identity rules.");
        }
    }
}
