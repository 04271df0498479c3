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

    /// <summary>What the visitor searches for, or null.</summary>
    public string? Query { get; private set; }

    /// <summary>The cases that fit the search: all of them without one.</summary>
    public IEnumerable<PhoneCase> Found => PhoneCase.Range.Where(item => string.IsNullOrWhiteSpace(Query)
        || $"{item.Name} {item.Material} {item.Pitch}".Contains(Query.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Asks for the purpose of personalisation, and only for what this browser's own visitor may be shown.</summary>
    public async Task OnGetAsync(string? q)
    {
        Query = q;
        IsReminder = HttpContext.FindVisitor() is { } visitor
            && await cdp.Profiles.FindOwnAsync(visitor, ShopData.Personalisation) is { } profile
            && profile.Segments.Contains("ember-curious");
    }
}
