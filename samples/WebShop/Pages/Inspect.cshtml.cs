using System.Net;
using FirstParty;
using FirstParty.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Inspection;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>What the platform knows of this browser's visitor, or of any customer: for the operator, at the machine itself.</summary>
public sealed partial class InspectModel(ProfileReader reader, CustomerDataPlatform cdp) : PageModel
{
    /// <summary>Shows values as they may be shown.</summary>
    public ProfileReader Reader => reader;

    /// <summary>The person, or null when nobody is known.</summary>
    public InspectedProfile? Person { get; private set; }

    /// <summary>Shows the page, but only to this machine.</summary>
    public async Task<IActionResult> OnGetAsync(string? userId)
    {
        if (!IsLocal)
        {
            return Refusal();
        }

        if (Whom(userId) is { } known)
        {
            Person = await reader.ReadAsync(known);
            Picture = await ReadPictureAsync(known);
        }

        return Page();
    }

    private bool IsLocal => HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static ContentResult Refusal() => new()
    {
        StatusCode = StatusCodes.Status403Forbidden,
        Content = "This page shows personal data. It answers only on the machine that the shop runs on (127.0.0.1 or ::1).",
    };

    private Identifier? Whom(string? userId) =>
        string.IsNullOrWhiteSpace(userId) ? ShopCustomers.Known(HttpContext) : Identifier.UserId(userId);
}
