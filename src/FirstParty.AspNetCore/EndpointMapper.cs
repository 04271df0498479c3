using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Emails;
using FirstParty.AspNetCore.Requests;
using FirstParty.AspNetCore.Snippets;
using FirstParty.AspNetCore.Visitors;
using FirstParty.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore;

/// <summary>Puts the endpoints together and gives each its path.</summary>
internal static class EndpointMapper
{
    private static readonly (string Path, EventKind? Kind)[] Calls =
    [
        ("track", EventKind.Track), ("t", EventKind.Track), ("identify", EventKind.Identify), ("i", EventKind.Identify),
        ("page", EventKind.Page), ("p", EventKind.Page), ("screen", EventKind.Screen), ("s", EventKind.Screen),
        ("group", EventKind.Group), ("g", EventKind.Group), ("alias", EventKind.Alias), ("a", EventKind.Alias),
        ("batch", null), ("b", null), ("import", null),
    ];

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, FirstPartyEndpointOptions options)
    {
        var platform = endpoints.ServiceProvider.GetService<CustomerDataPlatform>() ?? throw new InvalidOperationException(
            "FirstParty is not among the services. Add builder.Services.AddFirstParty(...) before builder.Build().");
        var senders = OptionsCheck.SendersOf(options, platform);
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(CollectorLog.Category);
        var origins = new OriginRules(options.Origins);
        var cookie = new VisitorCookie(options.Visitors, platform);
        options.Snippet.Complete(cookie.NeedsConsent);
        var limits = new RequestLimits(options.Collector.Limits, cookie);
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(limits.Dispose);
        var gate = new RequestGate(platform, limits, new BytesInFlight(options.Collector.Limits.MaxBytesInFlight), origins, cookie, logger);
        var directory = new SenderDirectory(senders, new Sender(options.Collector.DefaultSource, SenderTrust.Visitor), origins);
        var collector = new CollectorEndpoint(
            platform,
            options.Collector,
            options.Visitors,
            gate,
            directory,
            new VisitorRecognition(options.Visitors, cookie, new DailyHash(options.Visitors, platform.Time), origins),
            cookie,
            new SignalRecorder(platform),
            new StatedConsents(platform, options.Visitors),
            new RequestFacts(options.Collector, logger));

        var group = endpoints.MapGroup(prefix);
        group.AllowAnonymous();
        MapCollector(group, collector, directory, origins);
        MapVisitor(group, platform, options.Visitors, gate, directory, origins, cookie);
        MapSnippet(group, prefix, options.Snippet, cookie);
        MapEmail(group, platform, options.Email, gate, logger);
        return group;
    }

    private static void MapCollector(RouteGroupBuilder group, CollectorEndpoint collector, SenderDirectory directory, OriginRules origins)
    {
        foreach (var (path, kind) in Calls)
        {
            Post(group, origins, $"/v1/{path}", context => collector.HandleAsync(context, kind));
        }

        Post(group, origins, "/v1/m", collector.HandleMetricsAsync);
        var settings = new SegmentSettings(directory, origins);
        Get(group, origins, "/v1/projects/{writeKey}/settings", settings.HandleAsync);
    }

    private static void MapVisitor(
        RouteGroupBuilder group,
        CustomerDataPlatform platform,
        VisitorOptions options,
        RequestGate gate,
        SenderDirectory senders,
        OriginRules origins,
        VisitorCookie cookie)
    {
        var consent = new ConsentEndpoint(platform, options, gate, senders, cookie, new ConsentActs(platform, options));
        group.MapGet("/v1/c", consent.ReadAsync);
        group.MapPost("/v1/c", consent.WriteAsync);
        Preflight(group, origins, "/v1/c", "GET, POST, OPTIONS");
        Get(group, origins, "/v1/me", new VisitorEndpoint(platform, options, gate, senders, cookie).HandleAsync);
    }

    private static void MapSnippet(RouteGroupBuilder group, string prefix, SnippetOptions options, VisitorCookie cookie)
    {
        var files = SnippetFiles.Load(options);
        var endpoint = new SnippetEndpoint(files);
        var page = new SnippetPage(prefix, SnippetFiles.CoreOf(files), SnippetFiles.StubOf(files), options, cookie);
        foreach (var route in (ReadOnlySpan<string>)["/{file}.js", "/{file}.mjs"])
        {
            group.MapMethods(route, ["GET", "HEAD"], (RequestDelegate)endpoint.HandleAsync).WithMetadata(page);
        }
    }

    private static void MapEmail(RouteGroupBuilder group, CustomerDataPlatform platform, EmailOptions options, RequestGate gate, ILogger logger)
    {
        if (options.Secret is not { } secret)
        {
            return;
        }

        var email = new EmailEndpoint(platform, options, new EmailSeal(secret), gate, logger);
        group.MapMethods("/v1/e/o/{token}", ["GET", "HEAD"], (RequestDelegate)email.OpenAsync);
        group.MapMethods("/v1/e/c/{token}", ["GET", "HEAD"], (RequestDelegate)email.ClickAsync);
        group.MapGet("/v1/e/u/{token}", (RequestDelegate)email.AskAsync);
        group.MapPost("/v1/e/u/{token}", (RequestDelegate)email.UnsubscribeAsync);
    }

    private static void Post(RouteGroupBuilder group, OriginRules origins, string path, RequestDelegate handle)
    {
        group.MapPost(path, handle);
        Preflight(group, origins, path, "POST, OPTIONS");
    }

    private static void Get(RouteGroupBuilder group, OriginRules origins, string path, RequestDelegate handle)
    {
        group.MapGet(path, handle);
        Preflight(group, origins, path, "GET, OPTIONS");
    }

    private static void Preflight(RouteGroupBuilder group, OriginRules origins, string path, string methods) =>
        group.MapMethods(path, ["OPTIONS"], (RequestDelegate)(context => origins.AnswerPreflightAsync(context, methods)));
}
