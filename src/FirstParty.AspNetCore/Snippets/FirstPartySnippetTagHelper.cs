using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>
/// <c>&lt;fp-snippet nonce="…" data-spa="hash" /&gt;</c> in a Razor page: the stub and the script's tag. Attributes that start with <c>data-</c> win
/// over the baked settings.
/// </summary>
/// <example><code>
/// @addTagHelper *, FirstParty.AspNetCore
/// &lt;fp-snippet nonce="@nonce" /&gt;
/// </code></example>
[HtmlTargetElement("fp-snippet")]
public sealed class FirstPartySnippetTagHelper : TagHelper
{
    /// <summary>The nonce of the page's Content-Security-Policy; null when there is none.</summary>
    public string? Nonce { get; set; }

    /// <summary>The view that is being rendered; set by Razor.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        var attributes = context.AllAttributes
            .Where(attribute => attribute.Name.StartsWith("data-", StringComparison.Ordinal))
            .ToDictionary(attribute => attribute.Name, attribute => attribute.Value?.ToString(), StringComparer.Ordinal);
        output.TagName = null;
        output.Attributes.Clear();
        output.Content.SetHtmlContent(SnippetMarkup.Render(ViewContext.HttpContext, Nonce, attributes));
    }
}
