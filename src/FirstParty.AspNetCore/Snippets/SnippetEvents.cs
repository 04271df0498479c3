using FirstParty.Taxonomies;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>What the snippet observes by itself, in the catalogue's terms.</summary>
public static class SnippetEvents
{
    private static readonly (string Name, EventDefinition Definition)[] All =
    [
        ("Page Viewed", Standard.Web.Page.Viewed),
        ("Page Navigated", Standard.Web.Page.Navigated),
        ("Page Engaged", Standard.Web.Page.Dwelled),
        ("Page Scrolled", Standard.Web.Page.Scrolled),
        ("Element Clicked", Standard.Web.Element.Clicked),
        ("Link Clicked", Standard.Web.Element.Clicked),
        ("File Downloaded", Standard.Content.Downloaded),
        ("Content Shared", Standard.Content.Shared),
        ("Site Searched", Standard.Search.Performed),
        ("Form Submitted", Standard.Web.Form.Submitted),
        ("Form Abandoned", Standard.Web.Form.Abandoned),
        ("Ad Clicked", Standard.Ad.Clicked),
    ];

    /// <summary>The names of the events that the snippet sends without being asked to, page views included.</summary>
    /// <seealso href="https://segment.com/docs/connections/spec/">Segment spec</seealso>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(known => known.Name)];

    /// <summary>
    /// Defines all of them as what the catalogue says they are, collected for one purpose. To define one of them again, differently, is a mistake that
    /// the builder reports.
    /// </summary>
    /// <param name="data">The taxonomy.</param>
    /// <param name="purpose">The id of the purpose that they are collected for, or null when they may be held without asking.</param>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <example><code>
    /// cdp.Taxonomy(data => data.ObservedBySnippet(purpose: "analytics"))
    /// </code></example>
    public static TaxonomyBuilder ObservedBySnippet(this TaxonomyBuilder data, string? purpose = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return All.Aggregate(data, (all, known) => all.Event(known.Name, known.Definition, purpose));
    }
}
