using FirstParty.AspNetCore.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>FirstParty in the life of a host.</summary>
public static class FirstPartyHostingExtensions
{
    /// <summary>
    /// Opens the platform when the host starts, so that a store that cannot be opened stops the start, and drains it when the host has stopped.
    /// Without it the platform opens on first use and is drained when the container is disposed.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddFirstPartyHosting(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddHostedService<FirstPartyHostedService>();
    }

    /// <summary>
    /// A health check: unhealthy while the store does not answer, or after a write that failed until one succeeds (the check tries one itself); degraded
    /// while the queue is nearly full.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name. Default <c>firstparty</c>.</param>
    /// <param name="failureStatus">What a store that does not answer means; null is unhealthy.</param>
    /// <param name="tags">Tags to choose checks by; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddFirstPartyHealthCheck(
        this IHealthChecksBuilder builder, string name = "firstparty", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<FirstPartyHealthCheck>(name, failureStatus, tags ?? []);
    }
}
