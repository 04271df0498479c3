namespace WebShop.Shop;

/// <summary>What lies in the visitor's cart, kept in two cookies of the shop's own: strictly necessary, so nobody is asked for them.</summary>
public sealed class Cart
{
    /// <summary>The code that the newsletter gives.</summary>
    public const string WelcomeCode = "WELCOME10";

    private const string ItemsCookie = "cart";
    private const string CodeCookie = "code";
    private const int MaxItems = 20;

    private Cart(IReadOnlyList<PhoneCase> items, bool hasDiscount) => (Items, HasDiscount) = (items, hasDiscount);

    /// <summary>The cases, one entry for each.</summary>
    public IReadOnlyList<PhoneCase> Items { get; }

    /// <summary>Whether the code was applied.</summary>
    public bool HasDiscount { get; }

    /// <summary>The sum before the discount, in kronor.</summary>
    public decimal Sum => Items.Sum(item => item.Price);

    /// <summary>What the code takes off, in kronor.</summary>
    public decimal Discount => HasDiscount ? decimal.Round(Sum * 0.10m, 2) : 0;

    /// <summary>What is to be paid, in kronor.</summary>
    public decimal Total => Sum - Discount;

    /// <summary>The cart of a request.</summary>
    public static Cart Of(HttpContext context)
    {
        var slugs = (context.Request.Cookies[ItemsCookie] ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);
        return new Cart([.. slugs.Take(MaxItems).Select(PhoneCase.Find).OfType<PhoneCase>()], context.Request.Cookies[CodeCookie] == WelcomeCode);
    }

    /// <summary>Puts a case in.</summary>
    public void Add(HttpContext context, PhoneCase item) => Save(context, [.. Items.Take(MaxItems - 1), item]);

    /// <summary>Takes one case of a kind out.</summary>
    public void Remove(HttpContext context, string slug)
    {
        var items = Items.ToList();
        items.RemoveAt(Math.Max(items.FindIndex(item => item.Slug == slug), 0));
        Save(context, items);
    }

    /// <summary>Applies a code; false when there is no such code.</summary>
    public static bool TryApply(HttpContext context, string? code)
    {
        var isKnown = string.Equals(code?.Trim(), WelcomeCode, StringComparison.OrdinalIgnoreCase);
        if (isKnown)
        {
            context.Response.Cookies.Append(CodeCookie, WelcomeCode, Strict());
        }

        return isKnown;
    }

    /// <summary>Empties it after a purchase; the code was used.</summary>
    public static void Empty(HttpContext context)
    {
        context.Response.Cookies.Delete(ItemsCookie);
        context.Response.Cookies.Delete(CodeCookie);
    }

    private static void Save(HttpContext context, IReadOnlyList<PhoneCase> items) =>
        context.Response.Cookies.Append(ItemsCookie, string.Join('.', items.Select(item => item.Slug)), Strict());

    private static CookieOptions Strict() => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };
}
