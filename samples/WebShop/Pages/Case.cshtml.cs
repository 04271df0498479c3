using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>One case.</summary>
public sealed class CaseModel : PageModel
{
    /// <summary>The case.</summary>
    public PhoneCase Item { get; private set; } = PhoneCase.Range[0];

    /// <summary>Shows it, or says that there is none.</summary>
    public IActionResult OnGet(string slug)
    {
        if (PhoneCase.Range.FirstOrDefault(item => item.Slug == slug) is not { } found)
        {
            return NotFound();
        }

        Item = found;
        return Page();
    }
}
