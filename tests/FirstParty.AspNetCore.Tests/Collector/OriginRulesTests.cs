using System.Net;
using Microsoft.AspNetCore.Builder;

namespace FirstParty.AspNetCore.Tests.Collector;

/// <summary>The preflights and answers that the real browser clients were recorded to need.</summary>
[TestFixture]
public sealed class OriginRulesTests
{
    private const string Other = "https://blog.example";

    [TestCase("t")]
    [TestCase("p")]
    [TestCase("i")]
    [TestCase("g")]
    [TestCase("a")]
    [TestCase("s")]
    [TestCase("b")]
    [TestCase("batch")]
    [TestCase("m")]
    public async Task Preflight_AllowsWhatTheBrowserClientSends_RetriesIncluded(string path)
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await PreflightAsync(shop, $"/fp/v1/{path}", "authorization,content-type,x-retry-count");
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Other);
        Header(answer, "Access-Control-Allow-Methods").ShouldBe("POST, OPTIONS");
        Header(answer, "Access-Control-Allow-Headers").ShouldBe("authorization, content-type, x-retry-count");
        Header(answer, "Access-Control-Max-Age").ShouldBe("7200");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
        Header(answer, "Vary").ShouldBe("Origin");
    }

    /// <summary>A host header is text like any other: what is no name of a host is nobody's own origin, and no fault.</summary>
    [TestCase("..%2få..%2f")]
    [TestCase("å")]
    [TestCase("xn--99999999.example")]
    [TestCase("")]
    public async Task Origin_IsForeign_WhenTheHostHeaderNamesNoHost(string host)
    {
        await using var shop = await Shop.OpenAsync(app: app => app.Use((context, next) =>
        {
            context.Request.Headers.Host = host;
            return next(context);
        }));
        foreach (var path in (string[])["/fp/v1/t", "/fp/v1/c", "/fp/v1/projects/public-key/settings"])
        {
            using var request = new HttpRequestMessage(path.EndsWith("settings", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path);
            request.Content = new StringContent("{}");
            request.Headers.Add("Origin", Shop.Origin);
            var answer = await shop.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeLessThan(500);
            Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
        }
    }

    [Test]
    public async Task Post_ExposesRetryAfter_ToEveryOrigin_WithoutCookies()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.FromServerAsync("/fp/v1/t", """{"userId":"u","event":"Good"}""", "public-key", request => request.Headers.Add("Origin", Other));
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Other);
        Header(answer, "Access-Control-Expose-Headers").ShouldBe("Retry-After, X-RateLimit-Reset");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
        answer.Cookie().ShouldBeNull();
    }

    [Test]
    public async Task AllowOrigin_LetsThatOriginUseCookies_AndNoOtherReadAnything()
    {
        await using var shop = await Shop.OpenAsync(options => options.AllowOrigin(Other + "/"));
        var allowed = await PreflightAsync(shop, "/fp/v1/c", "content-type");
        Header(allowed, "Access-Control-Allow-Origin").ShouldBe(Other);
        Header(allowed, "Access-Control-Allow-Credentials").ShouldBe("true");
        Header(allowed, "Access-Control-Allow-Methods").ShouldBe("GET, POST, OPTIONS");
        var stranger = await PreflightAsync(shop, "/fp/v1/t", "content-type", "https://evil.example");
        Header(stranger, "Access-Control-Allow-Origin").ShouldBeNull();
        Header(stranger, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [TestCase("shop.example")]
    [TestCase("https://shop.example/path")]
    [TestCase("null")]
    public void AllowOrigin_RefusesWhatIsNoOrigin(string origin) =>
        Should.Throw<ArgumentException>(() => new FirstPartyEndpointOptions().AllowOrigin(origin));

    private static Task<HttpResponseMessage> PreflightAsync(Shop shop, string path, string headers, string origin = Other) =>
        shop.SendAsync(HttpMethod.Options, path, null, request =>
        {
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", headers);
        });

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
