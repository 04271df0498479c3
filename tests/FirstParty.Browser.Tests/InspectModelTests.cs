using System.Net;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using WebShop.Inspection;
using WebShop.Pages;

namespace FirstParty.Browser.Tests;

/// <summary>The operator's page answers nobody from elsewhere.</summary>
public sealed class InspectModelTests
{
    [TestCase(IdentityEffect.Parted, "are two now")]
    [TestCase(IdentityEffect.WereTwo, "were two people before")]
    [TestCase(IdentityEffect.WereOne, "one person still")]
    [TestCase(IdentityEffect.SameIdentifier, "the same identifier")]
    public void Told_SaysWhatSeparatingCameTo(IdentityEffect effect, string part) =>
        IdentityPicture.Told(new IdentityOutcome(FactId.Of("firstparty.operator", "act"), effect)).ShouldContain(part);

    [TestCase("203.0.113.7")]
    [TestCase("10.0.0.4")]
    [TestCase("2001:db8::1")]
    [TestCase(null)]
    public async Task Get_IsRefused_FromElsewhere(string? address)
    {
        await using var platform = await CustomerDataPlatform.OpenAsync(cdp => WebShop.Shop.ShopData.Define(cdp).UseInMemory());
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        var page = new InspectModel(new ProfileReader(platform), platform) { PageContext = new PageContext { HttpContext = context } };

        var answer = (await page.OnGetAsync("c-1")).ShouldBeOfType<ContentResult>();

        answer.StatusCode.ShouldBe(StatusCodes.Status403Forbidden);
        answer.Content!.ShouldContain("only on the machine");
        (await page.OnPostSeparateAsync(Guid.Empty, Guid.Empty, "c-1")).ShouldBeOfType<ContentResult>().StatusCode.ShouldBe(StatusCodes.Status403Forbidden);
        (await page.OnPostRejoinAsync(Guid.Empty, Guid.Empty, "c-1")).ShouldBeOfType<ContentResult>().StatusCode.ShouldBe(StatusCodes.Status403Forbidden);
    }
}
