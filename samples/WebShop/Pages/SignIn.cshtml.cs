using FirstParty.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>Where the link in a receipt leads. Signing in takes a press of the button, so that no mail scanner signs anybody in.</summary>
public sealed class SignInModel(SignInLinks links, ShopCustomers customers) : PageModel
{
    /// <summary>The ticket that the link carries.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Ticket { get; set; }

    /// <summary>Whose it is; null when it is not good.</summary>
    public Identifier? Customer => links.Open(Ticket);

    /// <summary>Shows the button.</summary>
    public void OnGet()
    {
    }

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Customer is not { } customer)
        {
            return Page();
        }

        await customers.ReturnAsync(HttpContext, customer);
        TempData["Notice"] = "Welcome back!";
        return RedirectToPage("/Index");
    }
}
