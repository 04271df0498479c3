using FirstParty;
using FirstParty.AspNetCore;
using FirstParty.AspNetCore.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using WebShop.Inspection;
using WebShop.Shop;

namespace WebShop;

/// <summary>The shop as an application that can be run, or started in a test.</summary>
public static class WebShopApp
{
    /// <summary>Builds the shop. <c>--Database shop.db</c> says where the customer data lies, <c>--urls http://…</c> where the shop is served.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebShopApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRazorPages();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddSingleton<ShopCustomers>();
        builder.Services.AddSingleton<SignInLinks>();
        builder.Services.AddSingleton<ShopAddress>();
        builder.Services.AddScoped<ProfileReader>();

        // The customer data platform, in three lines: what the data is (ShopData), where it lies, and the endpoints below.
        builder.Services.AddFirstParty(cdp => ShopData.Define(cdp).UseSqlite($"Data Source={builder.Configuration["Database"] ?? "shop.db"}"));
        builder.Services.AddFirstPartyHosting();

        var app = builder.Build();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.MapFirstParty("/fp", options => ShopData.Endpoints(options, app.Configuration));
        app.MapRazorPages();
        return app;
    }
}
