using FirstParty;
using FirstParty.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>The page about a medical device, which the platform takes for what it is: a special category of personal data.</summary>
public sealed class CareModel(CustomerDataPlatform cdp, ShopCustomers customers) : PageModel
{
    /// <summary>Whether the visitor has expressly agreed that such pages are counted.</summary>
    public bool MayRemember { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() =>
        MayRemember = HttpContext.FindVisitor() is { } visitor
            && await cdp.Consent.DecideAsync(visitor, ShopData.Analytics) is { Allowed: true, IsExplicit: true };

    /// <summary>Takes the express agreement.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.FindVisitor() is { } visitor)
        {
            await customers.AllowHealthPagesAsync(visitor);
        }
        else
        {
            TempData["Notice"] = "You said no to cookies, so there is nothing to remember it by.";
        }

        return RedirectToPage();
    }
}
