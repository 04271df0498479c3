using System.Diagnostics;
using System.Text.Json;

namespace FirstParty.AspNetCore.Tests.SegmentClients;

/// <summary>Runs one of Segment's own clients, unmodified, in a process of its own, and gives what it says of itself.</summary>
internal static class SegmentClient
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "FirstParty.AspNetCore.Tests", "SegmentClients");

    /// <summary>Every call of analytics-node.</summary>
    /// <param name="origin">The server, such as <c>http://127.0.0.1:5000</c>.</param>
    /// <param name="key">A server key.</param>
    /// <param name="calls">What to say, as JSON: <c>event</c>, <c>traits</c> and <c>consent</c>.</param>
    public static Task<JsonElement> RunServerAsync(string origin, string key, string calls) => RunAsync("server.mjs", origin, key, calls);

    /// <summary>Every call of analytics-next in Chromium, on a page of another origin than the collector's.</summary>
    /// <param name="port">The server's port on loopback.</param>
    /// <param name="key">A write key.</param>
    /// <param name="strategy"><c>default</c> or <c>batching</c>.</param>
    /// <param name="calls">What to say, as JSON: <c>event</c>, <c>traits</c>, and <c>agree</c>, the button on the page that agrees.</param>
    public static Task<JsonElement> RunBrowserAsync(int port, string key, string strategy, string calls) =>
        RunAsync("browser.mjs", $"http://localhost:{port}/", $"127.0.0.1:{port}", key, strategy, calls);

    private static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            Assert.Fail("Segment's clients are not installed. Run npm ci in tests/FirstParty.AspNetCore.Tests/SegmentClients.");
        }

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
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
