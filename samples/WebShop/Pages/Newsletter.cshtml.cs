using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>Takes what the widget was filled in with.</summary>
public sealed class NewsletterModel(ShopCustomers customers) : PageModel
{
    /// <summary>Subscribes, and goes back to the page with the code.</summary>
    public async Task<IActionResult> OnPostAsync([Required, EmailAddress, StringLength(200)] string email, string? returnUrl)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        await customers.SubscribeAsync(HttpContext, email);
        TempData["Subscribed"] = Cart.WelcomeCode;
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl! : "/");
    }
}
