using System.Globalization;
using FirstParty.Identity;
using FirstParty.Identity.Maps;

namespace WebShop.Inspection;

/// <summary>A map of identifiers laid out on a ring, for drawing: the person's own first, clockwise.</summary>
public sealed class IdentityPicture(IdentityMap map)
{
    /// <summary>The width of the drawing.</summary>
    public const int Width = 760;

    /// <summary>Its height.</summary>
    public const int Height = 380;

    private readonly Dictionary<Identifier, int> _places = map.Nodes.Select((node, place) => (node.Identifier, place)).ToDictionary(pair => pair.Identifier, pair => pair.place);

    /// <summary>What is drawn.</summary>
    public IdentityMap Map => map;

    /// <summary>The link between two natural ids, or null when there is none.</summary>
    public IdentityMapLink? Find(Guid first, Guid second) =>
        map.Links.FirstOrDefault(link => IdOf(link.First) == first && IdOf(link.Second) == second);

    /// <summary>The natural id of an identifier, which names it without telling it.</summary>
    public static Guid IdOf(Identifier identifier) => ProfileId.Of(identifier).Value;

    /// <summary>Whether a separation is between two natural ids.</summary>
    public static bool AreEnds(SeparateAssertion separation, Guid first, Guid second) =>
        new HashSet<Guid> { IdOf(separation.First), IdOf(separation.Second) }.SetEquals([first, second]);

    /// <summary>Whether an identifier belongs to the person who is looked at.</summary>
    public bool IsOwn(IdentityMapNode node) => node.Profile == map.Profile;

    /// <summary>Where an identifier stands, from left to right.</summary>
    public double X(Identifier identifier) => (Width / 2.0) + (Width * 0.36 * Math.Cos(Angle(identifier)));

    /// <summary>Where an identifier stands, from top to bottom.</summary>
    public double Y(Identifier identifier) => (Height / 2.0) + (Height * 0.38 * Math.Sin(Angle(identifier)));

    /// <summary>A length as SVG wants it, whatever the machine's language.</summary>
    public static string Number(double length) => length.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What separating two came to, in a sentence.</summary>
    public static string Told(IdentityOutcome outcome) => outcome.Effect switch
    {
        IdentityEffect.Parted => "Taken apart, with everything that belongs to each: they were one person and are two now.",
        IdentityEffect.WereTwo => "They were two people before, and stay two whatever is learnt later.",
        IdentityEffect.WereOne => "They are one person still. What holds them together is in the picture.",
        _ => outcome.Detail ?? outcome.Effect.ToString(),
    };

    /// <summary>What became of a link, in words.</summary>
    public static string Verdict(LinkFate fate) => fate switch
    {
        LinkFate.Holds => "holds: one person",
        LinkFate.Separated => "an operator took them apart",
        LinkFate.OverLimit => "would give one person two customer numbers",
        LinkFate.Contested => "an end is everybody's",
        LinkFate.Expired => "not seen together for too long",
        LinkFate.Shed => "too many links",
        _ => "only mentioned together",
    };

    private double Angle(Identifier identifier) => (Math.PI * 2 * _places[identifier] / Math.Max(1, map.Nodes.Length)) - (Math.PI / 2);
}
