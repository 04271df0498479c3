using FirstParty.Identity;
using FirstParty.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FirstParty.AspNetCore.Hosting;

/// <summary>Healthy when the store answers a read; degraded when so much is queued that callers are turned away.</summary>
internal sealed class FirstPartyHealthCheck(CustomerDataPlatform platform) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var purpose = platform.Purposes.First().Id;
            await platform.Profiles.FindAsync(Identifier.UserId("firstparty-health-check"), purpose, cancellationToken).ConfigureAwait(false);
            return platform.IsSaturated
                ? HealthCheckResult.Degraded("The queue is nearly full; callers are asked to come back later.")
                : HealthCheckResult.Healthy("The store answers.");
        }
        catch (StorageException fault)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The store does not answer: {fault.Error}.", fault);
        }
        catch (ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The platform is stopping.");
        }
    }
}
