using System.Net;
using System.Text;
using System.Text.Json;
using FirstParty.AspNetCore.Visitors;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Tests;

/// <summary>A small shop in memory, with everything mapped under /fp, and a browser's manners for its tests.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Origin = "https://shop.example";

    private readonly WebApplication _app;

    private Shop(WebApplication app)
    {
        _app = app;
        Cdp = app.Services.GetRequiredService<CustomerDataPlatform>();
        Server = app.GetTestServer();
        Server.BaseAddress = new Uri(Origin);
        Http = Server.CreateClient();
    }

    public CustomerDataPlatform Cdp { get; }

    public TestServer Server { get; }

    /// <summary>All that is mapped.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public HttpClient Http { get; }

    public static async Task<Shop> OpenAsync(
        Action<FirstPartyEndpointOptions>? options = null,
        Action<FirstPartyBuilder>? platform = null,
        Action<WebApplication>? app = null,
        IPAddress? address = null,
        FirstPartyStorage? storage = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks();
        builder.Services.AddFirstParty(cdp =>
        {
            Define(cdp, storage);
            platform?.Invoke(cdp);
        });
        var built = builder.Build();
        built.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = address ?? IPAddress.Parse("203.0.113.77");
            return next(context);
        });
        app?.Invoke(built);
        built.MapFirstParty("/fp", setup =>
        {
            setup.WriteKey("public-key", source: "web").ServerKey("server-key", source: "backend");
            options?.Invoke(setup);
        });
        await built.StartAsync();
        return new Shop(built);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A call of the snippet from the shop's own page.</summary>
    public Task<HttpResponseMessage> FromPageAsync(string path, string body, string? cookie = null, Action<HttpRequestMessage>? also = null) =>
        SendAsync(HttpMethod.Post, path, body, request =>
        {
            request.Headers.Add("Origin", Origin);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }

            also?.Invoke(request);
        });

    /// <summary>A call of a server with a key.</summary>
    public Task<HttpResponseMessage> FromServerAsync(string path, string body, string key = "server-key", Action<HttpRequestMessage>? also = null) =>
        SendAsync(HttpMethod.Post, path, body, request =>
        {
            request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
            also?.Invoke(request);
        });

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, Action<HttpRequestMessage>? also = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        }

        also?.Invoke(request);
        return await Http.SendAsync(request);
    }

    /// <summary>What the shop knows.</summary>
    public static void Define(FirstPartyBuilder cdp, FirstPartyStorage? storage = null) => cdp
        .UseStorage(_ => storage ?? new InMemoryStorage())
        .Purpose("analytics", LawfulBasis.Contract)
        .Purpose("personalisation", LawfulBasis.Consent)
        .Purpose(StandardPurposes.MarketingEmail)
        .Purpose(StandardPurposes.DataSell)
        .Source("web", Party.First)
        .Source("backend", Party.First)
        .Source("email", Party.First)
        .Taxonomy(data => data
            .Trait("name", DataKind.Identity)
            .Trait("plan", DataKind.Descriptive)
            .Trait("favouriteTea", DataKind.Qualitative, purpose: "personalisation")
            .Event("Good", DataKind.Quantitative)
            .Event("Tea Chosen", DataKind.Quantitative, purpose: "personalisation")
            .UnknownKeys(UnknownKeyPolicy.Accept))
        .Segment("tea-lovers", Rule.Count("Tea Chosen").AtLeast(1), purpose: "personalisation");
}

internal static class HttpAnswers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    public static async Task<List<string>> StatusesAsync(this HttpResponseMessage response) =>
        [.. (await response.JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("status").GetString() + (item.TryGetProperty("reason", out var reason) ? ":" + reason.GetString() : ""))];

    /// <summary>The visitor of the cookie that the answer sets.</summary>
    public static Identifier Visitor(this HttpResponseMessage response) => VisitorIds.OfCookie(response.Cookie()!.Split('=')[1]);

    /// <summary>The cookie that the answer sets, as a browser would send it back; null when it sets none.</summary>
    public static string? Cookie(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single().Split(';')[0] : null;
}
