using FirstParty.Identity;
using FirstParty.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FirstParty.AspNetCore.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HealthCheckTests : IAsyncDisposable
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    private readonly HeldStorage _storage = new();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [TestCase(StorageError.Full)]
    [TestCase(StorageError.Unavailable)]
    [TestCase(StorageError.Corrupt)]
    public async Task Check_IsUnhealthy_WhileWritesFail_AndComesBackByItself(StorageError error)
    {
        await using var services = Services();
        var (cdp, health) = (services.GetRequiredService<CustomerDataPlatform>(), services.GetRequiredService<HealthCheckService>());
        (await StatusAsync(health)).Status.ShouldBe(HealthStatus.Healthy);
        await cdp.Segments.WhenCurrentAsync(); // Nothing is written any more but what this test writes.

        _storage.Failing = error;
        await Should.ThrowAsync<StorageException>(async () => await cdp.TrackAsync(Ada, "Order Completed"));
        cdp.Fault!.Error.ShouldBe(error);
        var entry = await StatusAsync(health);
        entry.Status.ShouldBe(HealthStatus.Unhealthy);
        entry.Description!.ShouldContain(error.ToString());

        _storage.Failing = null;
        (await StatusAsync(health)).Status.ShouldBe(HealthStatus.Healthy, "though nobody but the check has written");
        cdp.Fault.ShouldBeNull();
    }

    [Test]
    public async Task Check_IsDegraded_WhileCallersAreTurnedAway()
    {
        await using var services = Services();
        var (cdp, health) = (services.GetRequiredService<CustomerDataPlatform>(), services.GetRequiredService<HealthCheckService>());
        await cdp.TrackAsync(Ada, "Order Completed");
        await cdp.Segments.WhenCurrentAsync();
        _storage.Hold();
        var first = cdp.TrackAsync(Ada, "Order Completed").AsTask();
        await _storage.Held.Task; // From now on the writer takes nothing from its queue.
        var waiting = Enumerable.Range(0, 500).Select(_ => cdp.TrackAsync(Ada, "Order Completed").AsTask()).ToList();
        var held = await StatusAsync(health);
        _storage.Release();
        await Task.WhenAll(waiting.Append(first));
        held.Status.ShouldBe(HealthStatus.Degraded);
        (await StatusAsync(health)).Status.ShouldBe(HealthStatus.Healthy);
    }

    private static async Task<HealthReportEntry> StatusAsync(HealthCheckService health) => (await health.CheckHealthAsync()).Entries["firstparty"];

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddFirstParty(setup => setup.UseStorage(_ => _storage));
        services.AddHealthChecks().AddFirstPartyHealthCheck();
        return services.BuildServiceProvider();
    }
}
