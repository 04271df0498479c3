using FirstParty;
using FirstParty.AspNetCore;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>The range, and a reminder for those who permit it.</summary>
public sealed class IndexModel(CustomerDataPlatform cdp) : PageModel
{
    /// <summary>Whether the visitor is reminded of what they looked at.</summary>
    public bool IsReminder { get; private set; }

    /// <summary>The case that stands out.</summary>
    public string Pick => IsReminder ? "ember" : "fjord";

    /// <summary>Asks for the purpose of personalisation, and only for what this browser's own visitor may be shown.</summary>
    public async Task OnGetAsync() =>
        IsReminder = HttpContext.FindVisitor() is { } visitor
            && await cdp.Profiles.FindOwnAsync(visitor, ShopData.Personalisation) is { } profile
            && profile.Segments.Contains("ember-curious");
}
