using FirstParty;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>FirstParty for hosts with dependency injection.</summary>
public static class FirstPartyServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="CustomerDataPlatform"/>, built when it is first asked for. It takes the host's <see cref="TimeProvider"/> when one is
    /// registered and the builder names no other.
    /// </summary>
    /// <exception cref="FirstPartyConfigurationException">On first use: the configuration has mistakes; the exception lists them all.</exception>
    /// <example><code>builder.Services.AddFirstParty(cdp => cdp.UseSqlite("Data Source=shop.db"));</code></example>
    public static IServiceCollection AddFirstParty(this IServiceCollection services, Action<FirstPartyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(provider =>
        {
            var builder = new FirstPartyBuilder();
            if (provider.GetService(typeof(TimeProvider)) is TimeProvider time)
            {
                builder.UseTime(time);
            }

            configure(builder);
            return builder.Build();
        });
    }
}
