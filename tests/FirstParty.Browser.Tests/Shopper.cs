using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Privacy;
using Microsoft.Playwright;

namespace FirstParty.Browser.Tests;

/// <summary>A person in front of the shop: clicks and types, as people do.</summary>
public sealed class Shopper : IAsyncDisposable
{
    /// <summary>The number that Swedish authorities print as their example: valid, and nobody's.</summary>
    public const string PersonalNumber = "19811218-9876";

    private const float Patience = 180_000;

    private readonly RunningShop _shop;
    private readonly IBrowserContext _context;

    private Shopper(RunningShop shop, IBrowserContext context, IPage page) => (_shop, _context, Page) = (shop, context, page);

    public IPage Page { get; }

    /// <summary>What the browser sent to the collector: method and path.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What went wrong in the browser, and what its console says: told when a test waits in vain.</summary>
    public List<string> Mishaps { get; } = [];

    public static async Task<Shopper> ArriveAsync(RunningShop shop)
    {
        // A browser that says it is driven by a machine counts as a bot; this one plays a person.
        var context = await Chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = shop.Address });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var shopper = new Shopper(shop, context, page);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath is var path && path.StartsWith("/fp/v1/", StringComparison.Ordinal))
            {
                shopper.Calls.Add($"{request.Method} {path}");
            }
        };
        page.Response += (_, response) =>
        {
            if (new Uri(response.Url).AbsolutePath is var path && path.StartsWith("/fp/", StringComparison.Ordinal))
            {
                shopper.Mishaps.Add($"{response.Status} {path}");
            }
        };
        page.RequestFailed += (_, request) => shopper.Mishaps.Add($"{request.Method} {request.Url}: {request.Failure}");
        page.Console += (_, message) => shopper.Mishaps.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => shopper.Mishaps.Add(error);
        await page.GotoAsync("/");
        return shopper;
    }

    public Task GoToAsync(string path) => Page.GotoAsync(path);

    /// <summary>Answers the banner, and waits until the answer is in the ledger.</summary>
    public async Task AnswerCookiesAsync(string button)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await DeliveredAsync();
    }

    public async Task SubscribeAsync(string email)
    {
        await Page.GetByLabel("E-mail", new() { Exact = true }).FillAsync(email);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send me the code" }).ClickAsync();
        await Page.GetByText("WELCOME10").WaitForAsync();
    }

    public async Task PutInCartAsync(string slug)
    {
        await GoToAsync($"/cases/{slug}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Put in the cart" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Your cart" }).WaitForAsync();
    }

    public async Task ApplyCodeAsync(string code)
    {
        await Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Page.GetByText("−").WaitForAsync();
    }

    public async Task CheckOutAsync(string email, string personalNumber = PersonalNumber)
    {
        await GoToAsync("/Checkout");
        await Page.GetByLabel("First name").FillAsync("Ada");
        await Page.GetByLabel("Last name").FillAsync("Ek");
        await Page.Locator("#Order_Email").FillAsync(email);
        await Page.GetByLabel("Street").FillAsync("Storgatan 1");
        await Page.GetByLabel("Postal code").FillAsync("113 20");
        await Page.GetByLabel("City").FillAsync("Stockholm");
        await Page.GetByLabel("Personal number").FillAsync(personalNumber);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Buy for" }).ClickAsync();
    }

    public Task SeeHeadingAsync(string heading) => Page.GetByRole(AriaRole.Heading, new() { Name = heading }).WaitForAsync();

    /// <summary>Everything that is kept of the visitor behind this browser; null when nothing is.</summary>
    public async Task<PersonExport?> ExportAsync() =>
        await VisitorAsync() is { } visitor ? await _shop.Platform.Privacy.ExportAsync(visitor) : null;

    /// <summary>The visitor that the browser's cookie stands for, as /inspect shows it; null without a cookie.</summary>
    public async Task<Identifier?> VisitorAsync()
    {
        var body = await _context.APIRequest.GetAsync("/Inspect");
        var html = await body.TextAsync();
        const string Start = "<td>anonymousId</td><td><code>";
        var at = html.IndexOf(Start, StringComparison.Ordinal);
        return at < 0 ? null : Identifier.AnonymousId(html[(at + Start.Length)..html.IndexOf("</code>", at, StringComparison.Ordinal)]);
    }

    /// <summary>Waits until an event that the browser sent by itself is stored.</summary>
    public async Task SentAsync(string name, Func<LoggedEvent, bool>? which = null)
    {
        try
        {
            await Eventually.TrueAsync(
                $"The event '{name}' is stored.",
                async () => await ExportAsync() is { } export && export.Events.Any(logged => logged.Name == name && (which is null || which(logged))));
        }
        catch (ShouldAssertException)
        {
            Assert.Fail($"The event '{name}' was not stored.\n" + await TellAsync());
        }
    }

    /// <summary>Waits until the collector has answered all that the page has to tell: the page forgets a message only then.</summary>
    public async Task DeliveredAsync()
    {
        try
        {
            await Page.WaitForFunctionAsync("window.fp?.v && !Object.keys(localStorage).some(name => /^fp:web:.*-/.test(name))");
        }
        catch (TimeoutException)
        {
            Assert.Fail("The collector did not answer.\n" + await TellAsync());
        }
    }

    public async Task<IReadOnlyList<string>> CookieNamesAsync() => [.. (await _context.CookiesAsync()).Select(cookie => cookie.Name)];

    /// <summary>What the browser did and kept, for a test that waited in vain.</summary>
    private async Task<string> TellAsync() => string.Join('\n', [
        .. Calls, .. Mishaps,
        await Page.EvaluateAsync<string>("JSON.stringify({ at: location.href, hidden: document.hidden, started: window.fp?.v, stored: { ...localStorage } })"),
    ]);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
