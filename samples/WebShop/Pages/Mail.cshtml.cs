using FirstParty;
using FirstParty.AspNetCore.Emails;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Shop;

namespace WebShop.Pages;

/// <summary>The newsletter as the shop would send it to this very visitor, with its sealed links.</summary>
public sealed class MailModel(CustomerDataPlatform cdp, IConfiguration configuration, ShopAddress shop) : PageModel
{
    private const string Letter = "letter-1";

    /// <summary>The address of the picture; null when nobody may be written to.</summary>
    public Uri? OpenPicture { get; private set; }

    /// <summary>The address that leads to what is offered.</summary>
    public Uri? Offer { get; private set; }

    /// <summary>The address that ends the newsletter.</summary>
    public Uri? Unsubscribe { get; private set; }

    /// <summary>Writes the letter, if the visitor has asked for it.</summary>
    public async Task OnGetAsync()
    {
        if (ShopCustomers.Known(HttpContext) is not { } who
            || ShopData.EmailSecret(configuration) is not { } secret
            || !(await cdp.Consent.DecideAsync(who, ShopData.Newsletter)).Allowed)
        {
            return;
        }

        var links = new EmailLinks(shop.Of("/fp"), secret);
        OpenPicture = links.Open(who, Letter);
        Offer = links.Click(who, Letter, shop.Of("/cases/ember"));
        Unsubscribe = links.Unsubscribe(who, ShopData.Newsletter, Letter);
    }
}
