using FirstParty;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>The customer's own rights. Only a signed-in customer has them here: a browser's cookie alone is not proof enough of who asks.</summary>
public sealed class PrivacyModel(CustomerDataPlatform cdp) : PageModel
{
    private const string NobodyKnown = "We know you as nobody: you have bought nothing in this browser.";

    /// <summary>Everything that is kept, as JSON.</summary>
    public async Task<IActionResult> OnPostExportAsync()
    {
        if (ShopCustomers.SignedIn(HttpContext) is not { } customer || await cdp.Privacy.ExportAsync(customer) is not { } export)
        {
            return Tell(NobodyKnown);
        }

        var file = new MemoryStream();
        export.WriteTo(file);
        return File(file.ToArray(), "application/json", "my-data.json");
    }

    /// <summary>Takes the agreement to the newsletter back, as easily as it was given.</summary>
    public async Task<IActionResult> OnPostUnsubscribeAsync()
    {
        if (ShopCustomers.Known(HttpContext) is not { } who)
        {
            return Tell(NobodyKnown);
        }

        await cdp.Consent.WithdrawAsync(who, ShopData.Newsletter, "button on the page Your data");
        return Tell("No more e-mail from us.");
    }

    /// <summary>Forgets the customer.</summary>
    public async Task<IActionResult> OnPostEraseAsync()
    {
        if (ShopCustomers.SignedIn(HttpContext) is not { } customer)
        {
            return Tell(NobodyKnown);
        }

        var report = await cdp.Privacy.EraseAsync(customer, suppress: [ShopData.Newsletter]);
        await HttpContext.SignOutAsync();
        return Tell($"Forgotten: {report.Events} events, and all that was made of them.");
    }

    private RedirectToPageResult Tell(string text)
    {
        TempData["Notice"] = text;
        return RedirectToPage();
    }
}
