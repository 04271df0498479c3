using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>The cart and its code.</summary>
public sealed class CartModel : PageModel
{
    /// <summary>What lies in it.</summary>
    public Cart Cart => Cart.Of(HttpContext);

    /// <summary>Puts a case in.</summary>
    public IActionResult OnPostAdd(string slug)
    {
        if (PhoneCase.Find(slug) is not { } item)
        {
            return NotFound();
        }

        Cart.Add(HttpContext, item);
        return RedirectToPage();
    }

    /// <summary>Takes a case out.</summary>
    public IActionResult OnPostRemove(string slug)
    {
        Cart.Remove(HttpContext, slug);
        return RedirectToPage();
    }

    /// <summary>Applies a code.</summary>
    public IActionResult OnPostCode(string? code)
    {
        if (Cart.TryApply(HttpContext, code))
        {
            TempData["Applied"] = Cart.WelcomeCode;
        }
        else
        {
            TempData["CodeError"] = "We do not know that code.";
        }

        return RedirectToPage();
    }
}
