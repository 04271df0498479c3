using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace WebShop.Shop;

/// <summary>
/// Where the shop is found from outside, for links that leave it: <c>Address</c> of the configuration, else where it is served. Never what a request says
/// of itself, which anybody can write into a link that somebody else receives.
/// </summary>
public sealed class ShopAddress(IConfiguration configuration, IServer server)
{
    /// <summary>The address of a page, absolute.</summary>
    /// <param name="path">The path, with its slash.</param>
    public Uri Of(string path) => new(new Uri(configuration["Address"] is { Length: > 0 } given ? given : Served()), path);

    private string Served()
    {
        var own = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return $"{own.Scheme}://{(own.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : own.Host)}:{own.Port}";
    }
}
