using System.Diagnostics;
using System.Text.Json;
using FirstParty.Identity;
using FirstParty.Privacy;

namespace FirstParty.AspNetCore.Tests.SegmentClients;

/// <summary>Segment's own clients, unmodified, against a real server: every call is accepted, and stored once, an outage included.</summary>
[TestFixture]
[NonParallelizable]
public sealed class SegmentClientTests
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "FirstParty.AspNetCore.Tests", "SegmentClients");

    private static readonly string Modules = Path.Combine(Folder, "node_modules");

    [TestCase(0)]
    [TestCase(2)]
    public async Task Node_StoresEachCallOnce(int answersLost)
    {
        await using var shop = await LiveShop.OpenAsync(Scripts(), answersLost);
        var said = await RunAsync("server.mjs", $"http://127.0.0.1:{shop.Port}", "server-key");
        said.GetProperty("failed").GetInt32().ShouldBe(0);
        shop.Lost.ShouldBe(answersLost);
        var person = (await shop.Cdp.Privacy.ExportAsync(Identifier.UserId("node-user"))).ShouldNotBeNull();
        Names(person).ShouldBe(["Alias", "Good", "Good", "Group", "Identify", "Page Viewed", "Screen Viewed"]);
        person.Events.Where(logged => logged.Name == "Good").Min(logged => logged.OccurredAt).ShouldBeLessThan(DateTimeOffset.UtcNow.AddSeconds(-50));
        Names((await shop.Cdp.Privacy.ExportAsync(Identifier.AnonymousId("node-device")))!).ShouldBe(["Good"]);
        person.Identifiers.ShouldContain(Identifier.Email("ada@example.com"));
        person.Identifiers.ShouldContain(Identifier.UserId("node-user-before"));
    }

    [TestCase("default", 0)]
    [TestCase("default", 2)]
    [TestCase("batching", 0)]
    [TestCase("batching", 1)]
    public async Task Browser_StoresEachCallOnce_FromAnotherOrigin(string strategy, int answersLost)
    {
        await using var shop = await LiveShop.OpenAsync(Scripts(), answersLost);
        var said = await RunAsync("browser.mjs", $"http://localhost:{shop.Port}/", $"127.0.0.1:{shop.Port}", "public-key", strategy);
        shop.Lost.ShouldBe(answersLost);
        var person = (await shop.Cdp.Privacy.ExportAsync(Identifier.UserId("browser-user"))).ShouldNotBeNull();
        Names(person).ShouldBe(["Good", "Good", "Group", "Identify", "Page Viewed", "Screen Viewed"]);
        person.Identifiers.ShouldContain(Identifier.AnonymousId(said.GetProperty("anonymousId").GetString()!));
        var requests = said.GetProperty("requests").EnumerateArray().Select(request => request.GetString()).ToList();
        requests.ShouldContain("GET /fp/v1/projects/public-key/settings");
        requests.ShouldContain(strategy == "batching" ? "POST /fp/v1/b" : "POST /fp/v1/t");
    }

    private static List<string> Names(PersonExport person) => [.. person.Events.Select(logged => logged.Name).Order(StringComparer.Ordinal)];

    private static string Scripts()
    {
        if (!Directory.Exists(Modules))
        {
            Assert.Fail("Segment's clients are not installed. Run npm ci in tests/FirstParty.AspNetCore.Tests/SegmentClients.");
        }

        return Path.Combine(Modules, "@segment", "analytics-next", "dist", "umd");
    }

    private static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = node.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = node.StandardError.ReadToEndAsync(limit.Token);
        await node.WaitForExitAsync(limit.Token);
        node.ExitCode.ShouldBe(0, await errors);
        return JsonDocument.Parse((await output).Trim().Split('\n')[^1]).RootElement;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FirstParty.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
