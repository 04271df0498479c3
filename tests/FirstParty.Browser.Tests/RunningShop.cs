using FirstParty.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WebShop;

namespace FirstParty.Browser.Tests;

/// <summary>The sample shop on a free port, with a database of its own that is gone afterwards.</summary>
public sealed class RunningShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private RunningShop(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Platform = app.Services.GetRequiredService<CustomerDataPlatform>();
    }

    public string Address { get; }

    /// <summary>The platform inside the shop.</summary>
    public CustomerDataPlatform Platform { get; }

    private string Database => Path.Combine(_folder.FullName, "shop.db");

    public static async Task<RunningShop> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("webshop");
        var app = WebShopApp.Build(
            ["--urls", "http://127.0.0.1:0", "--Database", Path.Combine(folder.FullName, "shop.db"), "--Logging:LogLevel:Default", "Warning"]);
        await app.StartAsync();
        return new RunningShop(app, folder);
    }

    /// <summary>A person with a fresh browser in front of the shop.</summary>
    public Task<Shopper> VisitAsync() => Shopper.ArriveAsync(this);

    /// <summary>Closes the shop and counts what its database holds: events, and acts of consent.</summary>
    public async Task<(long Events, long ConsentActs)> CloseAndCountAsync()
    {
        await _app.StopAsync();
        await using var storage = new SqliteStorage($"Data Source={Database}");
        await storage.OpenAsync(default);
        await using var session = await storage.BeginReadAsync(default);
        return (await session.Events.CountAsync(default), (await session.Consent.ReadHeadAsync(default)).Size);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
