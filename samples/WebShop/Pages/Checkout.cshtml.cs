using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>Takes the order.</summary>
public sealed class CheckoutModel(ShopCustomers customers, TimeProvider time) : PageModel
{
    /// <summary>What the form says.</summary>
    [BindProperty]
    public Order Order { get; set; } = new();

    /// <summary>What is bought.</summary>
    public Cart Cart => Cart.Of(HttpContext);

    /// <summary>Shows the form, when there is something to buy.</summary>
    public IActionResult OnGet() => Cart.Items.Count == 0 ? RedirectToPage("/Cart") : Page();

    /// <summary>Buys.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        if (!PersonalNumber.TryParse(Order.PersonalNumber?.Trim(), today, out var number, out var error) && ModelState.IsValid)
        {
            ModelState.AddModelError("Order.PersonalNumber", Explain(error));
        }

        if (!ModelState.IsValid || Cart.Items.Count == 0)
        {
            return Page();
        }

        var first = Cart.Items[0].Slug;
        var order = await customers.PlaceAsync(HttpContext, Order, number, Cart);
        Cart.Empty(HttpContext);
        return RedirectToPage("/Thanks", new { order, slug = first });
    }

    private static string Explain(PersonalNumberError error) => error switch
    {
        PersonalNumberError.Checksum => "The last digit does not fit the others. Is there a slip?",
        PersonalNumberError.Date => "The first digits are not a day.",
        PersonalNumberError.Future => "That day is still to come.",
        _ => "Ten or twelve digits, such as 19811218-9876.",
    };
}
