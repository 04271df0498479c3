using System.Net;
using System.Text;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Tests.Collector;

/// <summary>A store that stands still, and a host that stops: what was answered 200 is stored, and what is too much is refused before it fills memory.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BackPressureTests : IAsyncDisposable
{
    private const int EventsARequest = 10;
    private const int MostBytes = 512 << 10;

    private readonly HeldStorage _storage = new();
    private int _arrived;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Test]
    [CancelAfter(600_000)]
    public async Task Post_Answers429_BeforeMemoryGrows_AndLosesNothingItTook(CancellationToken stop)
    {
        const int Requests = 600;
        await using var shop = await Shop.OpenAsync(
            options =>
            {
                options.Collector.Limits.MaxBytesInFlight = MostBytes;
                options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1_000_000;
            },
            storage: _storage);
        (await shop.FromServerAsync("/fp/v1/b", Body("first"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        _storage.Hold();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sent = Enumerable.Range(0, Requests).Select(number => shop.FromServerAsync("/fp/v1/b", Body($"r{number}"))).ToList();
        var bytes = Encoding.UTF8.GetByteCount(Body("r0"));
        var room = MostBytes / bytes;
        while (sent.Count(one => one.IsCompleted) < Requests - room)
        {
            await Task.Delay(5, stop);
        }

        var turnedAway = sent.Where(one => one.IsCompleted).Select(one => one.Result).ToList();
        turnedAway.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        turnedAway.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(1));
        sent.Count(one => !one.IsCompleted).ShouldBeInRange(1, room, "no more bodies are held than the limit has room for");
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(32L * MostBytes);

        _storage.Release();
        var answers = await Task.WhenAll(sent);
        var taken = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        (taken + answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests)).ShouldBe(Requests);
        (await CountAsync()).ShouldBe((taken + 1) * EventsARequest);
    }

    [Test]
    [CancelAfter(600_000)]
    public async Task Stop_StoresWhatWasTaken_BeforeTheHostIsGone(CancellationToken stop)
    {
        const int Requests = 8;
        await using var app = await OpenHostAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        (await PostAsync(client, "first")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _storage.Hold();
        var sent = Enumerable.Range(0, Requests).Select(number => PostAsync(client, $"r{number}")).ToList();
        while (Volatile.Read(ref _arrived) < Requests + 1)
        {
            await Task.Delay(5, stop);
        }

        await _storage.Held.Task.WaitAsync(stop); // One of them is with the writer, and thus taken.
        var stopping = app.StopAsync(CancellationToken.None);
        while (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Task.Delay(5, stop);
        }

        _storage.Release();
        await stopping;
        var answers = await Task.WhenAll(sent);
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        var taken = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        taken.ShouldBeGreaterThan(0);
        (await CountAsync()).ShouldBe((taken + 1) * EventsARequest, "what was refused is not there, what was taken is");
    }

    /// <summary>However many events it holds: they wait in the queue as one work, and are stored together.</summary>
    [Test]
    public async Task Post_WritesItsEventsAsOne()
    {
        await using var shop = await Shop.OpenAsync(storage: _storage);
        (await shop.FromServerAsync("/fp/v1/b", Body("first"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await shop.Cdp.Segments.WhenCurrentAsync();
        var before = _storage.Commits;
        var body = $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, 2_000).Select(number => Small(number)))}}]}""";
        (await shop.FromServerAsync("/fp/v1/b", body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (_storage.Commits - before).ShouldBe(1);
        (await CountAsync()).ShouldBe(2_000 + EventsARequest);
    }

    private static string Small(int number) => $$"""{"type":"track","userId":"v{{number}}","messageId":"m{{number}}","event":"Good"}""";

    private static string Body(string request) => $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, EventsARequest).Select(number => Item(request, number)))}}]}""";

    private static string Item(string request, int number) =>
        $$$"""{"type":"track","userId":"u{{{number}}}","messageId":"{{{request}}}-{{{number}}}","event":"Good","properties":{"note":"{{{new string('x', 400)}}}"}}""";

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/fp/v1/b") { Content = new StringContent(Body(request), Encoding.UTF8, "application/json") };
        message.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("server-key:"u8));
        return client.SendAsync(message);
    }

    private async Task<WebApplication> OpenHostAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMinutes(2));
        builder.Logging.ClearProviders();
        builder.Services.AddFirstParty(cdp => cdp
            .UseStorage(_ => _storage).Source("backend", Party.First).Taxonomy(data => data.Event("Good", DataKind.Quantitative)));
        builder.Services.AddFirstPartyHosting();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref _arrived);
            return next(context);
        });
        app.MapFirstParty("/fp", options => options.ServerKey("server-key", source: "backend"));
        await app.StartAsync();
        return app;
    }

    private async Task<long> CountAsync()
    {
        await using var session = await _storage.BeginReadAsync(CancellationToken.None);
        return await session.Events.CountAsync(CancellationToken.None);
    }
}
