using FirstParty;
using FirstParty.AspNetCore;
using FirstParty.AspNetCore.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using WebShop.Inspection;
using WebShop.Shop;

namespace WebShop;

/// <summary>The shop as an application that can be run, or started in a test.</summary>
public static partial class WebShopApp
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
        app.Lifetime.ApplicationStarted.Register(() => WarnOfKnownSecrets(app));
        return app;
    }

    /// <summary>What stands in the repository for anybody to read keeps nothing closed.</summary>
    private static void WarnOfKnownSecrets(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        foreach (var setting in ShopData.Secrets.Where(setting => app.Configuration[setting]?.StartsWith("only-for-development", StringComparison.Ordinal) == true))
        {
            SecretIsKnown(app.Logger, setting);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Setting} is the one that everybody can read in appsettings.json: whoever knows it is believed. Set a secret of your own, or none.")]
    private static partial void SecretIsKnown(ILogger logger, string setting);
}
