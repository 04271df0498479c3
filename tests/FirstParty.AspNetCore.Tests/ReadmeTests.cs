using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
// <readme>
using FirstParty;
using FirstParty.AspNetCore;
using FirstParty.AspNetCore.Snippets;
using FirstParty.Consent;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
// </readme>

namespace FirstParty.AspNetCore.Tests;

/// <summary>The README's web application is this one: it serves, and nothing is observed or stored on the device before its visitor says yes.</summary>
public sealed partial class ReadmeTests
{
    private const string ServerKey = "a-long-random-secret";

    private const string Observed = """
        {"writeKey":"web","batch":[
          {"type":"page","messageId":"1","anonymousId":"made-by-the-page"},
          {"type":"track","event":"Page Engaged","properties":{"duration":3},"messageId":"2","anonymousId":"made-by-the-page"},
          {"type":"track","event":"Element Clicked","properties":{"tag":"button"},"messageId":"3","anonymousId":"made-by-the-page"}]}
        """;

    private WebApplication _app = null!;
    private Task _running = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task RunAsync()
    {
        DeleteFiles();
        _app = Build([$"--ServerKey={ServerKey}"]);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _app.Lifetime.ApplicationStarted.Register(started.SetResult);
        _running = RunAsync(_app);
        await await Task.WhenAny(started.Task, _running);
        _client = _app.GetTestClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        _app.Lifetime.StopApplication();
        await _running;
        await _app.DisposeAsync();
        DeleteFiles();
    }

    [Test]
    public void WebCode_IsThis()
    {
        var here = ThisFile();
        var readme = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../README.md")));
        var told = string.Join('\n', Told().Matches(File.ReadAllText(here)).Select(part => part.Groups[1].Value));
        Unindented(Code().Match(readme).Groups[1].Value).ShouldBe(Unindented(told));
    }

    [Test]
    public async Task WebCode_ServesTheSnippet_AndTakesWhatAServerSends()
    {
        (await _client.GetStringAsync("/")).ShouldContain("<script async src=\"/fp/s.js\">");
        (await _client.GetAsync("/fp/s.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var call = new HttpRequestMessage(HttpMethod.Post, "/fp/v1/track")
        {
            Content = new StringContent("""{"userId":"ada","event":"Order Completed","messageId":"1"}"""),
        };
        call.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ServerKey + ":")));
        (await (await _client.SendAsync(call)).StatusesAsync()).ShouldBe(["accepted"]);
    }

    [Test]
    public async Task WebCode_ObservesAndStoresNothing_BeforeTheVisitorSaysYes_NorAfterNo()
    {
        var cdp = _app.Services.GetRequiredService<CustomerDataPlatform>();
        (await _client.GetStringAsync("/fp/s.js")).ShouldContain("\"consent\":\"wait\"", Case.Sensitive, "the page holds what it sees");

        // And were a page to send it all the same:
        (await PostAsync("/fp/v1/b", Observed)).Cookie().ShouldBeNull();
        (await PostAsync("/fp/v1/b", Observed.Replace("{\"writeKey\"", "{\"cookieless\":true,\"writeKey\"", StringComparison.Ordinal))).Cookie().ShouldBeNull();
        (await cdp.Profiles.CountAsync()).ShouldBe(0);

        var cookie = (await PostAsync("/fp/v1/c", """{"writeKey":"web","purposes":{"analytics":true}}""")).Cookie().ShouldNotBeNull();
        (await (await PostAsync("/fp/v1/b", Observed, cookie)).StatusesAsync()).ShouldBe(["accepted", "accepted", "accepted"]);
        var visitor = FirstParty.AspNetCore.Visitors.VisitorIds.OfCookie(cookie.Split('=')[1]);
        (await cdp.Profiles.FindAsync(visitor, "analytics"))!.Events.ShouldBe(3);

        var no = await PostAsync("/fp/v1/c", """{"writeKey":"web","purposes":{"analytics":false}}""", cookie);
        no.Cookie().ShouldBe(cookie.Split('=')[0] + "=", "it is taken away");
        await PostAsync("/fp/v1/b", Observed.Replace("\"messageId\":\"", "\"messageId\":\"later-", StringComparison.Ordinal), cookie);
        (await cdp.Privacy.ExportAsync(visitor))!.Events.Length.ShouldBe(3);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return _client.SendAsync(request);
    }

    private static WebApplication Build(string[] args)
    {
        // <readme>
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddFirstParty(cdp => cdp
            .UseSqlite("Data Source=shop.db")
            .Purpose("analytics", LawfulBasis.Consent)
            .Source("web", Party.First)
            .Source("server", Party.First)
            .Taxonomy(data => data.ObservedBySnippet(purpose: "analytics"))); // what the script sees is kept with consent alone
        builder.Services.AddFirstPartyHosting(); // opens it when the host starts, drains it when the host stops

        // </readme>
        builder.WebHost.UseTestServer();
        // <readme>
        var app = builder.Build();
        app.MapFirstParty("/fp", options =>
        {
            options.Visitors.StoragePurpose = "analytics"; // no cookie before that, and the script waits
            options.WriteKey("shop-app", source: "web");   // apps and other sites: what they say of people are claims
            if (app.Configuration["ServerKey"] is { Length: > 0 } serverKey)
            {
                options.ServerKey(serverKey, source: "server"); // your own servers: what they say is believed
            }
        });
        app.MapGet("/", () => Results.Content("""
            <!doctype html><title>Shop</title>
            <script async src="/fp/s.js"></script>
            <button onclick="fp.consent({ analytics: true })">You may count me</button>
            <button onclick="fp.consent({ analytics: false })">No</button>
            """, "text/html"));
        // </readme>
        return app;
    }

    private static async Task RunAsync(WebApplication app)
    {
        // <readme>
        await app.RunAsync();
        // </readme>
    }

    private static void DeleteFiles()
    {
        foreach (var file in Directory.GetFiles(".", "shop.db*"))
        {
            File.Delete(file);
        }
    }

    private static string ThisFile([CallerFilePath] string here = "") => here;

    private static string Unindented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"// <readme>\r?\n(.*?)\r?\n? *// </readme>", RegexOptions.Singleline)]
    private static partial Regex Told();

    [GeneratedRegex(@"<!-- code: tests/FirstParty.AspNetCore.Tests/ReadmeTests.cs -->\s*```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
