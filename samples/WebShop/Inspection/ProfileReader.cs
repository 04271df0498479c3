using FirstParty;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Taxonomies;
using WebShop.Shop;

namespace WebShop.Inspection;

/// <summary>Gathers what the platform knows of one person, for the operator's eyes: everything, and what each purpose sees of it.</summary>
public sealed class ProfileReader(CustomerDataPlatform cdp)
{
    /// <summary>What repeats the path of a page view.</summary>
    private static readonly string[] Noise = ["url", "search", "referrer", "from", "to"];

    /// <summary>Reads everything about whoever an identifier leads to; null when nobody is known by it.</summary>
    public async Task<InspectedProfile?> ReadAsync(Identifier who)
    {
        if (await cdp.Privacy.PreviewExportAsync(who) is not { } export)
        {
            return null;
        }

        var seen = new List<Profile>();
        foreach (var purpose in cdp.Purposes)
        {
            if (await cdp.Profiles.FindAsync(who, purpose.Id) is { } profile)
            {
                seen.Add(profile);
            }
        }

        var explained = new List<(SegmentDefinition, SegmentExplanation)>();
        foreach (var segment in cdp.Segments.Definitions)
        {
            if (await cdp.Segments.ExplainAsync(who, segment.Id) is { } explanation)
            {
                explained.Add((segment, Mask(explanation)));
            }
        }

        var advertising = await cdp.Profiles.EventsAsync(who, ShopData.Advertising);
        return new InspectedProfile(export, seen, explained, advertising.Select(logged => logged.Id).ToHashSet());
    }

    /// <summary>A trait's value as it may be shown on a screen.</summary>
    public string Show(TraitValue trait) => Show(trait.Name, trait.Sensitivity, trait.Value);

    /// <summary>An identifier as it may be shown on a screen.</summary>
    public static string Show(Identifier identifier) =>
        identifier.Namespace == IdentifierNamespace.Email ? Masking.Email(identifier.Value) : identifier.Value;

    /// <summary>What an event holds, value by value, as it may be shown on a screen.</summary>
    public IEnumerable<(string Name, string Value)> Show(LoggedEvent logged) => logged.Properties
        .Where(property => property.Value != (AttributeValue)"" && !Noise.Contains(property.Key))
        .OrderBy(property => property.Key, StringComparer.Ordinal)
        .Select(property => (property.Key, logged.Kind == EventKind.Identify
            ? Show(property.Key, SensitivityOf(logged, property.Key), property.Value)
            : SensitivityOf(logged, property.Key) > Sensitivity.Personal ? Masking.Whole(Text(property.Value)) : Text(property.Value)));

    /// <summary>What a rule found in a trait is the trait's value, so it is masked as that is.</summary>
    private SegmentExplanation Mask(SegmentExplanation explanation) => explanation with
    {
        Found = explanation is { Found: { } found, Evidence: [{ Name: var name }, ..] } && cdp.Taxonomy.Traits.TryGetValue(name, out var trait)
            ? Masking.Mask(trait, trait.Sensitivity, found.Trim('"'))
            : explanation.Found,
        Parts = [.. explanation.Parts.Select(Mask)],
    };

    private string Show(string trait, Sensitivity sensitivity, AttributeValue value) =>
        Masking.Mask(cdp.Taxonomy.Traits.GetValueOrDefault(trait), sensitivity, Text(value));

    private static Sensitivity SensitivityOf(LoggedEvent logged, string property) =>
        logged.Stamps.Where(stamp => stamp.Name == property).Select(stamp => stamp.Sensitivity).DefaultIfEmpty(Sensitivity.Personal).Max();

    private static string Text(AttributeValue value) => value.AsString() ?? value.ToString();
}
