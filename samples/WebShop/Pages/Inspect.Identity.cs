using FirstParty.Identity;
using Microsoft.AspNetCore.Mvc;
using WebShop.Inspection;

namespace WebShop.Pages;

/// <summary>Who is tied to whom, and the button that takes them apart.</summary>
public sealed partial class InspectModel
{
    private const string Operator = "inspect page";
    private const string Service = "essential.service";

    /// <summary>The picture, or null when nobody is known.</summary>
    public IdentityPicture? Picture { get; private set; }

    /// <summary>The operator says that the two ends of a link are two people.</summary>
    public async Task<IActionResult> OnPostSeparateAsync(Guid first, Guid second, string? userId)
    {
        if (!IsLocal)
        {
            return Refusal();
        }

        if (Whom(userId) is { } who && await ReadPictureAsync(who) is { } picture && picture.Find(first, second) is { } link)
        {
            TempData["Notice"] = IdentityPicture.Told(await cdp.Profiles.SeparateAsync(link.First, link.Second, Operator));
        }

        return RedirectToPage(new { userId });
    }

    /// <summary>The operator takes that back.</summary>
    public async Task<IActionResult> OnPostRejoinAsync(Guid first, Guid second, string? userId)
    {
        if (!IsLocal)
        {
            return Refusal();
        }

        if (Whom(userId) is { } who && await ReadPictureAsync(who) is { } picture)
        {
            FactId[] standing = [.. picture.Map.Separations.Where(separation => IdentityPicture.AreEnds(separation, first, second)).Select(separation => separation.Id)];
            await cdp.Profiles.RetractAsync(standing, Operator);
            TempData["Notice"] = "As if they had never been taken apart.";
        }

        return RedirectToPage(new { userId });
    }

    private async Task<IdentityPicture?> ReadPictureAsync(Identifier who) =>
        await cdp.Profiles.MapAsync(who, Service, most: 24) is { } map ? new IdentityPicture(map) : null;
}
