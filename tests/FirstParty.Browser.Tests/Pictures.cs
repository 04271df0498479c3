using Microsoft.Playwright;

namespace FirstParty.Browser.Tests;

/// <summary>Takes the sample's pictures: <c>dotnet test --filter Pictures -- NUnit.ExplicitMode=None</c> with SHOP_PICTURES naming a folder.</summary>
[Explicit("Writes pictures for the README; run it when the shop's looks change.")]
public sealed class Pictures
{
    [Test]
    public async Task TakeAsync()
    {
        var folder = Environment.GetEnvironmentVariable("SHOP_PICTURES") ?? TestContext.CurrentContext.WorkDirectory;
        await using var shop = await RunningShop.StartAsync();
        await using var ada = await shop.VisitAsync();
        await ada.Page.SetViewportSizeAsync(1280, 860);
        await SaveAsync("home");
        await ada.AnswerCookiesAsync("Accept all");
        await ada.SentAsync("Page Viewed");
        await ada.GoToAsync("/care/insulin-pump-cases");
        await SaveAsync("care");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "I expressly agree" }).ClickAsync();
        await ada.SentAsync("Page Viewed", view => view.Properties["path"].AsString()!.StartsWith("/care/", StringComparison.Ordinal));
        await ada.SubscribeAsync("ada@example.com");
        await SaveAsync("offer");
        await ada.PutInCartAsync("fjord");
        await ada.PutInCartAsync("ember");
        await ada.ApplyCodeAsync("welcome10");
        await SaveAsync("cart");
        await ada.CheckOutAsync("ada@example.com", "19811218-9875");
        await SaveAsync("checkout");
        await ada.CheckOutAsync("ada@example.com");
        await ada.SeeHeadingAsync("Thank you!");
        await SaveAsync("thanks");
        await ada.GoToAsync("/Inspect");
        await ada.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "inspect.png"), FullPage = true, Clip = new() { X = 0, Y = 0, Width = 1280, Height = 1750 } });
        await ada.GoToAsync("/reviews/fjord");
        await SaveAsync("review");

        Task SaveAsync(string name) => ada.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
