using System.Security.Claims;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using WebShop.Pages;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>Links that leave the shop lead to the shop, whatever a request says where it was sent to.</summary>
public sealed class ShopAddressTests
{
    private const string Forged = "forged.example";

    [Test]
    public async Task SendToAFriend_LeadsToTheShop_WhateverTheHostHeaderSays()
    {
        await using var shop = await RunningShop.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(shop.Address), "/cases/ember"));
        request.Headers.Host = Forged;
        using var answer = await client.SendAsync(request);
        var page = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        page.ShouldContain("mailto:");
        page.ShouldContain(Uri.EscapeDataString($"{shop.Address}/cases/ember"));
        page.ShouldNotContain(Forged);
    }

    [Test]
    public async Task Newsletter_LeadsToTheConfiguredAddress_WhateverTheHostHeaderSays()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Address"] = "https://shop.example", ["Email:Secret"] = "thirty-two characters, and no secret",
        }).Build();
        await using var platform = await CustomerDataPlatform.OpenAsync(cdp => ShopData.Define(cdp).UseInMemory());
        await platform.Consent.GrantAsync(Identifier.UserId("c-1"), ShopData.Newsletter, evidence: "widget");
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "c-1")], "test")) };
        (context.Request.Scheme, context.Request.Host) = ("https", new HostString(Forged));
        var page = new MailModel(platform, configuration, new ShopAddress(configuration, server: null!))
        {
            PageContext = new PageContext { HttpContext = context },
        };

        await page.OnGetAsync();

        foreach (var link in new[] { page.OpenPicture, page.Offer, page.Unsubscribe })
        {
            link.ShouldNotBeNull().Authority.ShouldBe("shop.example");
            Uri.UnescapeDataString(link.AbsoluteUri).ShouldNotContain(Forged);
        }
    }
}
