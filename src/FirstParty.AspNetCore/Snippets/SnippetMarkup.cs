using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>Writes the tags that put the snippet into a page.</summary>
public static class SnippetMarkup
{
    private static readonly ConditionalWeakTable<EndpointDataSource, SnippetPage> Pages = [];

    /// <summary>
    /// The stub, inline, and the script's tag with its versioned address and integrity: place it in the head. Calls to <c>fp</c> may follow at
    /// once; they wait in the stub.
    /// </summary>
    /// <param name="context">The request that the page answers.</param>
    /// <param name="nonce">The nonce of the page's Content-Security-Policy, or null when there is none.</param>
    /// <param name="attributes">Attributes of the tag by name, such as <c>data-spa</c>, that win over the baked settings; null for none.</param>
    /// <returns>HTML, encoded.</returns>
    /// <exception cref="InvalidOperationException">MapFirstParty has not been called.</exception>
    /// <seealso href="https://www.w3.org/TR/CSP3/">Content Security Policy</seealso>
    public static string Render(HttpContext context, string? nonce = null, IReadOnlyDictionary<string, string?>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var page = Find(context);
        var all = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["data-key"] = page.Options.Key,
            ["data-consent"] = page.Options.Consent,
        };
        foreach (var (name, value) in attributes ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        var html = new StringBuilder();
        html.Append("<script").Append(Attribute("nonce", nonce)).Append('>').Append(page.Stub.Text.Trim()).Append("</script>");
        html.Append("<script async")
            .Append(Attribute("src", context.Request.PathBase.Add(page.Prefix + "/" + page.Core.VersionedName).ToUriComponent()))
            .Append(Attribute("integrity", page.Core.Integrity))
            .Append(Attribute("nonce", nonce));
        foreach (var (name, value) in all)
        {
            html.Append(Attribute(name, value));
        }

        return html.Append("></script>").ToString();
    }

    internal static SnippetPage Find(HttpContext context) =>
        Pages.GetValue(context.RequestServices.GetRequiredService<EndpointDataSource>(), Find);

    private static SnippetPage Find(EndpointDataSource endpoints) =>
        endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<SnippetPage>()).FirstOrDefault(page => page is not null)
        ?? throw new InvalidOperationException("No endpoints of FirstParty are mapped. Add app.MapFirstParty(\"/fp\").");

    private static string Attribute(string name, string? value) =>
        value is null ? string.Empty : $" {HtmlEncoder.Default.Encode(name)}=\"{HtmlEncoder.Default.Encode(value)}\"";
}
