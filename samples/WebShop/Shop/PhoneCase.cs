namespace WebShop.Shop;

/// <summary>A phone case that the shop sells.</summary>
public sealed record PhoneCase(string Slug, string Name, string Material, decimal Price, string Light, string Dark, string Pitch)
{
    /// <summary>The range. Prices in Swedish kronor, VAT included.</summary>
    public static IReadOnlyList<PhoneCase> Range { get; } =
    [
        new("fjord", "Fjord", "Recycled ocean plastic", 249, "#8fc7d8", "#2b6f8f", "Blue as the water it was fished out of."),
        new("moss", "Moss", "Cork and wool felt", 299, "#b9cf8d", "#56772f", "Soft to hold, hard to drop, warm in January."),
        new("ember", "Ember", "Vegetable-tanned leather", 449, "#f0b087", "#a4441f", "Darkens with you, one pocket at a time."),
        new("birch", "Birch", "Birch veneer", 379, "#efe3cb", "#b08c57", "One tree, four hundred cases, no two alike."),
        new("dusk", "Dusk", "Matte silicone", 199, "#b7a6d8", "#4b3a7a", "Quiet, grippy, and the colour of half past four in November."),
        new("granite", "Granite", "Ceramic composite", 529, "#c9ccd1", "#565c66", "Survived the stairs at Slussen. Twice."),
    ];

    /// <summary>What the shop makes for a medical device; it has a page of its own.</summary>
    public static PhoneCase Care { get; } =
        new("carry", "Carry", "Padded neoprene", 349, "#f3c9c4", "#9c3d46", "For an insulin pump: soft inside, a window for the screen, room for the tube.");

    /// <summary>The case under a slug, or null.</summary>
    public static PhoneCase? Find(string? slug) => Range.Append(Care).FirstOrDefault(item => item.Slug == slug);
}
