using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>Asks the buyer for a review.</summary>
public sealed class ReviewModel(ShopCustomers customers) : PageModel
{
    /// <summary>What is reviewed.</summary>
    public PhoneCase Item { get; private set; } = PhoneCase.Range[0];

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet(string slug) => Show(slug);

    /// <summary>Takes the review.</summary>
    public async Task<IActionResult> OnPostAsync(string slug, int rating, string? text)
    {
        if (PhoneCase.Find(slug) is not { } item || rating is < 1 or > 5)
        {
            return BadRequest();
        }

        TempData["Notice"] = await customers.ReviewAsync(HttpContext, item, rating, text)
            ? "Thank you! Your review is in the shop."
            : "Only those who have bought a case can review it.";
        return RedirectToPage(new { slug });
    }

    private IActionResult Show(string slug)
    {
        if (PhoneCase.Find(slug) is not { } item)
        {
            return NotFound();
        }

        Item = item;
        return Page();
    }
}
