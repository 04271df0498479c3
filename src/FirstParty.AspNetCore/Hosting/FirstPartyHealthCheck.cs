using FirstParty.Identity;
using FirstParty.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FirstParty.AspNetCore.Hosting;

/// <summary>
/// Healthy when the store answers a read and took the last write; degraded when so much is queued that callers are turned away. After a failed write it
/// tries one of its own, so that a node that nobody sends to any more comes back by itself once the disk has room again.
/// </summary>
internal sealed class FirstPartyHealthCheck(CustomerDataPlatform platform) : IHealthCheck
{
    private const string Probe = "firstparty.health-check";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var purpose = platform.Purposes.First().Id;
            await platform.Profiles.FindAsync(Identifier.UserId("firstparty-health-check"), purpose, cancellationToken).ConfigureAwait(false);
            if (platform is { Fault: { } standing, IsSaturated: true })
            {
                return Unhealthy(context, standing);
            }

            if (platform.Fault is not null)
            {
                await platform.Segments.AcknowledgeAsync(Probe, 0, cancellationToken).ConfigureAwait(false);
            }

            return platform.IsSaturated
                ? HealthCheckResult.Degraded("The queue is nearly full; callers are asked to come back later.")
                : HealthCheckResult.Healthy("The store answers.");
        }
        catch (StorageException fault)
        {
            return Unhealthy(context, fault);
        }
        catch (ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The platform is stopping.");
        }
    }

    private static HealthCheckResult Unhealthy(HealthCheckContext context, StorageException fault) =>
        new(context.Registration.FailureStatus, $"The store fails: {fault.Error}.", fault);
}
