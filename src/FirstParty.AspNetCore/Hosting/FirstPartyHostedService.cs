using Microsoft.Extensions.Hosting;

namespace FirstParty.AspNetCore.Hosting;

/// <summary>Opens the platform before the first request and drains it after the last: everything that was answered 200 is on disk.</summary>
internal sealed class FirstPartyHostedService(CustomerDataPlatform platform) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => platform.OpenAsync(cancellationToken).AsTask();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => platform.DisposeAsync().AsTask();
}
