using FirstParty.AspNetCore.Emails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FirstParty.AspNetCore;

/// <summary>Maps the endpoints into a host.</summary>
public static class FirstPartyEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the collector, the snippet, the visitor's own endpoints and, with a secret, those of e-mail links. They answer anonymous callers, have
    /// their own cross-origin rules, and turn hostile input away by name.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path under which everything lies, such as <c>/fp</c>.</param>
    /// <param name="configure">Says who may send and how browsers are treated; null keeps the defaults: the snippet on the host's own pages.</param>
    /// <returns>The group, for the host's own conventions such as <c>RequireHost</c>.</returns>
    /// <exception cref="ArgumentException">The prefix is not a path of plain segments.</exception>
    /// <exception cref="FirstPartyConfigurationException">The configuration has mistakes; the exception lists them all.</exception>
    /// <exception cref="InvalidOperationException">AddFirstParty has not been called.</exception>
    /// <example><code>
    /// app.MapFirstParty("/fp", options => options.WriteKey("mobile-app", source: "app"));
    /// </code></example>
    public static RouteGroupBuilder MapFirstParty(
        this IEndpointRouteBuilder endpoints, string prefix, Action<FirstPartyEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(prefix);
        if (prefix[0] != '/' || prefix.AsSpan().ContainsAny("{}?#*"))
        {
            throw new ArgumentException("The prefix is a path of plain segments that starts with a slash, such as /fp.", nameof(prefix));
        }

        var options = new FirstPartyEndpointOptions();
        configure?.Invoke(options);
        return EndpointMapper.Map(endpoints, prefix.TrimEnd('/'), options);
    }
}
