using System.Text;
using FirstParty;
using FirstParty.AspNetCore;
using FirstParty.AspNetCore.Snippets;
using FirstParty.Consent;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Taxonomies;

namespace WebShop.Shop;

/// <summary>
/// Everything that the shop says about its data, on one page: what it is used for, where it comes from, what it is, and which groups of customers
/// the shop cares about.
/// </summary>
public static class ShopData
{
    /// <summary>To know which pages and products people look at. Asked for in the banner.</summary>
    public const string Analytics = "analytics";

    /// <summary>To show people what may interest them. Asked for in the banner.</summary>
    public const string Personalisation = "personalisation";

    /// <summary>To choose advertisements. Asked for in the banner.</summary>
    public const string Advertising = "ads.personalised";

    /// <summary>To write to people about offers. Asked for by the widget.</summary>
    public const string Newsletter = "marketing.email";

    /// <summary>To deliver what was bought. Part of the contract: nobody is asked.</summary>
    public const string Orders = "order.fulfil";

    /// <summary>To send an invoice, which is a credit: the payer must be identified beyond doubt.</summary>
    public const string Invoice = "order.invoice";

    /// <summary>The settings that must be secrets of your own anywhere but on your desk.</summary>
    public static IReadOnlyList<string> Secrets { get; } = ["Segment:ServerKey", "Email:Secret"];

    private const string InvoiceNeedsIt =
        "An invoice is a credit, and the payer must be identified beyond doubt (Swedish Act 2018:218, chapter 3, section 10).";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Tells the platform all of it.</summary>
    public static FirstPartyBuilder Define(FirstPartyBuilder cdp) => cdp
        .Purpose(Analytics, LawfulBasis.Consent, purpose => purpose with
        {
            // It may see what reveals something about health, but only from people who have expressly said so (GDPR 9(2)(a)).
            MaxSensitivity = Sensitivity.SpecialCategory,
            AllowedCategories = ["user.behavior", "user.social", "user.account"],
            Validity = TimeSpan.FromDays(365),
        })

        // These see what people do in the shop, not who they are: neither names nor addresses.
        .Purpose(Personalisation, LawfulBasis.Consent, purpose => purpose with { AllowedCategories = ["user.behavior"] })
        .Purpose(StandardPurposes.AdsPersonalised with { AllowedCategories = ["user.behavior"] })
        .Purpose(StandardPurposes.MarketingEmail with
        {
            AllowedCategories = ["user.contact.email", "user.name.first", "user.account", "user.behavior"],
        })
        .Purpose(StandardPurposes.OrderFulfil)
        .Purpose(Invoice, LawfulBasis.Contract, purpose => purpose with { NationalIdJustification = InvoiceNeedsIt })

        .Source("web", Party.First)
        .Source("backend", Party.First)
        .Source("email", Party.First)
        .Source("newsletter-form", Party.Zero)
        .Source("review-form", Party.Zero)
        .Source("checkout", Party.First, source => source with { DefaultExplicitness = Explicitness.Explicit })

        .Taxonomy(Classify)

        // They gave an e-mail address and have not bought yet.
        .Segment("newsletter-lead", purpose: Newsletter, rule: Rule.All(
            Rule.HasTrait("email"),
            Rule.Event("Order Completed").Never()))

        // They put something in the cart within the last week, and bought nothing since.
        .Segment("cart-abandoner", purpose: Newsletter, rule: Rule.All(
            Rule.Event("Product Added").Over(Week).AtLeastOnce(),
            Rule.Event("Order Completed").InFirst(Week, after: new WindowAnchor.LastOf("Product Added")).Never()))

        // They have bought something.
        .Segment("customer", Rule.Event("Order Completed").AtLeastOnce())

        // They looked at the leather case: the home page reminds them of it.
        .Segment("ember-curious", purpose: Personalisation, rule: Rule.All(
            Rule.Event("Product Viewed").Where(Rule.Property("product_id").EqualTo("ember")).Over(Week).AtLeastOnce(),
            Rule.Event("Order Completed").Over(Week).Never()))

        // For advertising: people who look around.
        .Segment("ads-window-shoppers", purpose: Advertising, rule: Rule.Count("Page Viewed").Over(Week).AtLeast(2))

        // What an overeager marketer writes one day. Nobody is ever in it: the purpose sees neither the page about medicine nor the number.
        .Segment("ads-health-interest", purpose: Advertising, rule: Rule.Any(
            Rule.Event("Page Viewed").Where(Rule.Property("path").StartsWith("/care/")).AtLeastOnce(),
            Rule.HasTrait("personalNumber")));

    /// <summary>What the endpoints need to know.</summary>
    /// <param name="options">The options to fill in.</param>
    /// <param name="configuration">Holds the keys of Segment's clients: <c>Segment:WriteKey</c>, which anybody may read, and <c>Segment:ServerKey</c>, a secret.</param>
    public static void Endpoints(FirstPartyEndpointOptions options, IConfiguration configuration)
    {
        if (configuration["Segment:WriteKey"] is { Length: > 0 } writeKey)
        {
            options.WriteKey(writeKey, source: "web");
        }

        if (configuration["Segment:ServerKey"] is { Length: > 0 } serverKey)
        {
            options.ServerKey(serverKey, source: "backend");
        }

        options.Email.Secret = EmailSecret(configuration);
        options.Snippet.Consent = "wait"; // Nothing is sent or stored before the visitor has answered the banner.
        options.Visitors.StoragePurpose = Analytics; // No cookie either.
        options.Visitors.ConsentNames["ads"] = [Advertising];
    }

    /// <summary>What seals the links in e-mails, from <c>Email:Secret</c>: 32 characters or more; null without one, and no such links are answered.</summary>
    public static byte[]? EmailSecret(IConfiguration configuration) =>
        configuration["Email:Secret"] is { Length: > 0 } secret ? Encoding.UTF8.GetBytes(secret) : null;

    private static void Classify(TaxonomyBuilder data)
    {
        data
            .ObservedBySnippet(Analytics)
            .Event("Screen Viewed", DataKind.Quantitative, Analytics)
            .Event("Product Viewed", DataKind.Quantitative, Analytics)
            .Event("Product Added to Wishlist", Standard.Commerce.Wishlist.ItemAdded, Analytics)
            .Event("Settings Changed", Standard.Account.Settings.Changed, Analytics)
            .Event("Email Opened", Standard.Email.Opened, Newsletter)
            .Event("Email Link Clicked", Standard.Email.Clicked, Newsletter)
            .Event("Product Added", Standard.Commerce.Cart.ItemAdded, Analytics)
            .Event("Coupon Entered", Standard.Commerce.Coupon.Redeemed, Analytics)
            .Event("Coupon Applied", Standard.Commerce.Coupon.Redeemed, Analytics)
            .Event("Newsletter Subscribed", Standard.Registration.Newsletter.Submitted, Newsletter)
            .Event("Order Completed", Standard.Commerce.Order.Placed, Orders)
            .Event("Product Reviewed", Standard.Review.Submitted)
            .Trait("email", Standard.Identity.Email)
            .Trait("firstName", Standard.Identity.Name.First, Orders)
            .Trait("lastName", Standard.Identity.Name.Last, Orders)
            .Trait("shippingAddress", Standard.Identity.Address.Shipping, Orders)
            .Trait("personalNumber", Standard.Identity.NationalId.Personnummer with { NationalIdJustification = InvoiceNeedsIt }, Invoice);
    }
}
