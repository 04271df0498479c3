using System.Security.Claims;
using System.Security.Cryptography;
using FirstParty;
using FirstParty.AspNetCore;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace WebShop.Shop;

/// <summary>What the shop's own code tells the platform: the newsletter, the order, the review. Everything else the snippet sees.</summary>
public sealed class ShopCustomers(CustomerDataPlatform cdp, TimeProvider time)
{
    /// <summary>The signed-in customer of a request, or null.</summary>
    public static Identifier? SignedIn(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? Identifier.UserId(id) : null;

    /// <summary>Whoever a request can be known by: the signed-in customer, else the visitor, else nobody.</summary>
    public static Identifier? Known(HttpContext context) => SignedIn(context) ?? context.FindVisitor();

    /// <summary>
    /// Somebody filled in the widget. They said it themselves, so it is zero-party and explicit; but nobody has checked that the address is theirs,
    /// so it is only a value here and ties no profiles together. Somebody without a cookie is known by the address alone.
    /// </summary>
    public async Task SubscribeAsync(HttpContext context, string email)
    {
        var who = Known(context) ?? Identifier.Email(email);
        var form = cdp.From("newsletter-form");
        await cdp.Consent.GrantAsync(who, ShopData.Newsletter, new ConsentEvidence
        {
            Text = "Ticked nothing away: entered an e-mail address under “Yes, send me offers by e-mail”.",
            NoticeId = "widget-10-percent",
            Channel = "web",
            CollectionMethod = "form",
        });
        await form.IdentifyAsync(who, new() { ["email"] = email });
        await form.TrackAsync(who, "Newsletter Subscribed", new() { ["list"] = "offers", ["code"] = Cart.WelcomeCode });
    }

    /// <summary>
    /// Somebody bought. The shop knows now that this browser and this customer are one, because the order was placed in it: that is authoritative,
    /// and the browser's anonymous history becomes the buyer's. With the order comes a new cookie: whoever had the old one learns nothing of this.
    /// </summary>
    /// <returns>The order's number.</returns>
    public async Task<string> PlaceAsync(HttpContext context, Order order, PersonalNumber personalNumber, Cart cart)
    {
        var customer = SignedIn(context) ?? Identifier.UserId("c-" + RandomNumberGenerator.GetHexString(10, lowercase: true));
        var number = "FP-" + RandomNumberGenerator.GetHexString(6);
        var checkout = cdp.From("checkout");
        await context.SignInVisitorAsync(customer);

        // The address that was typed at the checkout is a claim until the receipt is opened: observed, nothing stronger.
        await checkout.LinkAsync(customer, Identifier.Email(order.Email), AssertionStrength.Observed);
        await checkout.IdentifyAsync(customer, new()
        {
            ["email"] = order.Email,
            ["firstName"] = order.FirstName,
            ["lastName"] = order.LastName,
            ["shippingAddress"] = new Attributes
            {
                ["street"] = order.Street, ["postalCode"] = order.PostalCode, ["city"] = order.City, ["country"] = "SE",
            },
            ["personalNumber"] = personalNumber.Digits,
        });
        await checkout.TrackAsync(customer, "Order Completed", new()
        {
            ["order_id"] = number,
            ["total"] = cart.Total,
            ["discount"] = cart.Discount,
            ["currency"] = "SEK",
            ["products"] = AttributeValue.ListOf([.. cart.Items.Select(item => (AttributeValue)new Attributes
            {
                ["product_id"] = item.Slug, ["name"] = item.Name, ["price"] = item.Price, ["quantity"] = 1,
            })]),
        });
        await SignInAsync(context, customer);
        return number;
    }

    /// <summary>
    /// A customer signs in on another device, with the link that only their receipt holds: that is authoritative, and both devices are one person's.
    /// </summary>
    public async Task ReturnAsync(HttpContext context, Identifier customer)
    {
        if (context.FindVisitor() is { } visitor)
        {
            await cdp.From("checkout").LinkAsync(visitor, customer, AssertionStrength.Authoritative);
        }

        await SignInAsync(context, customer);
    }

    /// <summary>Somebody wrote a review. False when the shop does not know who.</summary>
    public async Task<bool> ReviewAsync(HttpContext context, PhoneCase item, int rating, string? text)
    {
        if (SignedIn(context) is not { } customer)
        {
            return false;
        }

        await cdp.From("review-form").TrackAsync(customer, "Product Reviewed", new()
        {
            ["product_id"] = item.Slug, ["rating"] = rating, ["review_body"] = text,
        });
        return true;
    }

    /// <summary>The visitor expressly agrees that pages about health may be remembered, for analytics only (GDPR 9(2)(a)).</summary>
    public async Task AllowHealthPagesAsync(Identifier visitor) => await cdp.Consent.RecordAsync(new ConsentRecord
    {
        Subject = visitor,
        Act = ConsentAct.Granted,
        Purpose = ShopData.Analytics,
        OccurredAt = time.GetUtcNow(),
        IsExplicit = true,
        Evidence = new ConsentEvidence
        {
            Text = "Pressed “I expressly agree” on the page about insulin pumps.",
            NoticeId = "care-page",
            Channel = "web",
            CollectionMethod = "form",
        },
    });

    private static Task SignInAsync(HttpContext context, Identifier customer) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, customer.Value)], CookieAuthenticationDefaults.AuthenticationScheme)));
}
