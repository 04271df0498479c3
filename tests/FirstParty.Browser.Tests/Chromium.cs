using Microsoft.Playwright;

namespace FirstParty.Browser.Tests;

/// <summary>The machine's own Chromium, one for the whole run. Each visitor is a context of it, with cookies of its own.</summary>
[SetUpFixture]
public sealed class Chromium
{
    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    public static IBrowser Browser => s_browser ?? throw new InvalidOperationException("Chromium is not running.");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var path = Find() ?? throw new InvalidOperationException(
            "These tests drive the machine's own Chromium, and there is no `chromium` on the PATH. Run: apt-get install -y chromium");
        s_playwright = await Playwright.CreateAsync();
        s_browser = await s_playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Timeout = 120_000,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (s_browser is not null)
        {
            await s_browser.CloseAsync();
        }

        s_playwright?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser"], Path.Combine)
        .FirstOrDefault(File.Exists);
}
