using System.Text;
using BenchmarkDotNet.Attributes;
using FirstParty.AspNetCore;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FirstParty.Benchmarks;

/// <summary>Requests of ten events over loopback, stored in SQLite, against the same calls without HTTP. The client's own cost is included.</summary>
[MemoryDiagnoser]
public class CollectorBenchmarks
{
    private const int Requests = 400;
    private const int PerRequest = 10;
    private const int Callers = 32;

    private string _folder = "";
    private WebApplication _app = null!;
    private CustomerDataPlatform _platform = null!;
    private HttpClient _client = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("firstparty-bench-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddFirstParty(cdp => cdp.UseSqlite($"Data Source={Path.Combine(_folder, "shop.db")}").Source("web", Party.First));
        _app = builder.Build();
        _app.MapFirstParty("/fp", options =>
        {
            options.ServerKey("key", source: "server");
            options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1_000_000;
        });
        await _app.StartAsync();
        _platform = _app.Services.GetRequiredService<CustomerDataPlatform>();
        _client = new HttpClient { BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests * PerRequest)]
    public Task WithoutHttp() => InParallelAsync(async first => await _platform.IngestAsync(
        [.. Enumerable.Range(first, PerRequest).Select(i => new TrackEvent
        {
            Name = "Order Completed",
            Identifiers = [Identifier.UserId($"u{i % 500}")],
            Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK" }.Freeze(),
        })]));

    [Benchmark(OperationsPerInvoke = Requests * PerRequest)]
    public Task OverHttp() => InParallelAsync(async first =>
    {
        var items = string.Join(',', Enumerable.Range(first, PerRequest).Select(i =>
            $$$"""{"type":"track","userId":"u{{{i % 500}}}","event":"Order Completed","properties":{"total":49.9,"currency":"SEK"}}"""));
        using var content = new StringContent($$"""{"writeKey":"key","batch":[{{items}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/fp/v1/batch", content);
        answer.EnsureSuccessStatusCode();
    });

    private static Task InParallelAsync(Func<int, Task> call) => Parallel.ForEachAsync(
        Enumerable.Range(0, Requests),
        new ParallelOptions { MaxDegreeOfParallelism = Callers },
        async (request, _) => await call(request * PerRequest));
}
