using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Tests.SegmentClients;

/// <summary>The shop on a real port of loopback, with a page of another origin, and an outage on demand.</summary>
internal sealed class LiveShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _answersToLose;
    private int _lost;

    private LiveShop(WebApplication app, int answersToLose) => (_app, _answersToLose) = (app, answersToLose);

    public CustomerDataPlatform Cdp => _app.Services.GetRequiredService<CustomerDataPlatform>();

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>How many requests were answered 503 although all they carried was stored: the worst kind of outage for whoever counts.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public static async Task<LiveShop> OpenAsync(int answersToLose)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddFirstParty(cdp => Shop.Define(cdp));
        var app = builder.Build();
        var shop = new LiveShop(app, answersToLose);
        app.Use(shop.LoseAnswersAsync);
        app.MapGet("/", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>Shop</title>");
        }));
        app.MapFirstParty("/fp", options => options.WriteKey("public-key", source: "web").ServerKey("server-key", source: "backend"));
        await app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task LoseAnswersAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || Interlocked.Decrement(ref _answersToLose) < 0)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        context.Response.Body = new MemoryStream();
        await next(context);
        context.Response.Body = body;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Interlocked.Increment(ref _lost);
    }
}
