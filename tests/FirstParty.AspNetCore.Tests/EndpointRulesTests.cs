using System.Net;
using FirstParty.AspNetCore.Emails;
using FirstParty.Identity;
using Microsoft.AspNetCore.Routing;

namespace FirstParty.AspNetCore.Tests;

/// <summary>The rules of every endpoint in one table: who may read the answer, what a foreign page can do with a visitor's cookie, what is set, what is cached.</summary>
[TestFixture]
public sealed class EndpointRulesTests
{
    private const string Foreign = "https://evil.example";
    private const string Sister = "https://www.shop.example";
    private const string NoStore = "no-store";

    private static readonly byte[] Secret = new byte[32];
    private static readonly EmailLinks Links = new(new Uri("https://shop.example/fp"), Secret);
    private static readonly Identifier Ada = Identifier.Email("ada@example.com");

    /// <summary>What a page of another origin may do.</summary>
    public enum Foreigners
    {
        /// <summary>Its request is answered, without the visitor's cookie counting; its script may read the answer where the host named no origins.</summary>
        Anonymous,

        /// <summary>Refused: 403.</summary>
        Refused,

        /// <summary>Answered, and no script of a page may read the answer.</summary>
        Unreadable,

        /// <summary>A public file: any page may load and read it.</summary>
        Public,
    }

    /// <summary>A row of the table.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Route">The route as it is mapped.</param>
    /// <param name="Path">A path that it matches.</param>
    /// <param name="Body">A body that it takes, or null.</param>
    /// <param name="Foreigners">What a page of another origin may do.</param>
    /// <param name="SetsCookie">Whether a page of the host's own may be given the visitor's cookie by it.</param>
    /// <param name="Cache">The answer's Cache-Control.</param>
    public sealed record Rule(
        string Method, string Route, string Path, string? Body, Foreigners Foreigners, bool SetsCookie = false, string Cache = NoStore)
    {
        public override string ToString() => $"{Method} {Route}";
    }

    private static IEnumerable<Rule> Rules()
    {
        const string Track = """{"writeKey":"web","type":"track","event":"Good"}""";
        foreach (var call in (string[])["track", "t", "page", "p", "screen", "s"])
        {
            yield return new Rule("POST", $"/fp/v1/{call}", $"/fp/v1/{call}", Track, Foreigners.Anonymous, SetsCookie: true);
        }

        foreach (var call in (string[])["identify", "i"])
        {
            yield return new Rule("POST", $"/fp/v1/{call}", $"/fp/v1/{call}", """{"writeKey":"web","traits":{"plan":"pro"}}""", Foreigners.Anonymous, SetsCookie: true);
        }

        foreach (var call in (string[])["group", "g"])
        {
            yield return new Rule("POST", $"/fp/v1/{call}", $"/fp/v1/{call}", """{"writeKey":"web","groupId":"g"}""", Foreigners.Anonymous, SetsCookie: true);
        }

        foreach (var call in (string[])["alias", "a"])
        {
            yield return new Rule("POST", $"/fp/v1/{call}", $"/fp/v1/{call}", """{"writeKey":"web","userId":"u","previousId":"x"}""", Foreigners.Anonymous, SetsCookie: true);
        }

        foreach (var call in (string[])["batch", "b", "import"])
        {
            yield return new Rule("POST", $"/fp/v1/{call}", $"/fp/v1/{call}", $$"""{"writeKey":"web","batch":[{{Track}}]}""", Foreigners.Anonymous, SetsCookie: true);
        }

        yield return new Rule("POST", "/fp/v1/m", "/fp/v1/m", "{}", Foreigners.Anonymous);
        yield return new Rule("GET", "/fp/v1/projects/{writeKey}/settings", "/fp/v1/projects/public-key/settings", null, Foreigners.Anonymous);
        yield return new Rule("GET", "/fp/v1/c", "/fp/v1/c", null, Foreigners.Refused);
        yield return new Rule("POST", "/fp/v1/c", "/fp/v1/c", """{"purposes":{"personalisation":true}}""", Foreigners.Refused, SetsCookie: true);
        yield return new Rule("GET", "/fp/v1/me", "/fp/v1/me", null, Foreigners.Refused);
        foreach (var method in (string[])["GET", "HEAD"])
        {
            yield return new Rule(method, "/fp/{file}.js", "/fp/s.js", null, Foreigners.Public, Cache: "public, max-age=300, stale-while-revalidate=86400");
            yield return new Rule(method, "/fp/{file}.mjs", "/fp/firstparty.mjs", null, Foreigners.Public, Cache: "public, max-age=300, stale-while-revalidate=86400");
            yield return new Rule(method, "/fp/v1/e/o/{token}", Links.Open(Ada, "m").AbsolutePath, null, Foreigners.Unreadable);
            yield return new Rule(method, "/fp/v1/e/c/{token}", Links.Click(Ada, "m", new Uri("https://shop.example/")).AbsolutePath, null, Foreigners.Unreadable);
        }

        yield return new Rule("GET", "/fp/v1/e/u/{token}", Links.Unsubscribe(Ada, "marketing.email", "m").AbsolutePath, null, Foreigners.Unreadable);
        yield return new Rule("POST", "/fp/v1/e/u/{token}", Links.Unsubscribe(Ada, "marketing.email", "m").AbsolutePath, "List-Unsubscribe=One-Click", Foreigners.Unreadable);
    }

    private static Task<Shop> OpenAsync(string? allowed = null) => Shop.OpenAsync(options =>
    {
        options.Email.Secret = Secret;
        if (allowed is not null)
        {
            options.AllowOrigin(allowed);
        }
    });

    [Test]
    public async Task Table_HoldsEveryEndpoint()
    {
        await using var shop = await OpenAsync();
        var mapped = shop.Endpoints
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (endpoint, method) => $"{method} {endpoint.RoutePattern.RawText}")
            .Where(endpoint => !endpoint.StartsWith("OPTIONS", StringComparison.Ordinal));
        Rules().Select(rule => rule.ToString()).ShouldBe(mapped, ignoreOrder: true);
    }

    [TestCaseSource(nameof(Rules))]
    public async Task OwnPage_IsAnswered_WithItsCookieAndCacheRules(Rule rule)
    {
        await using var shop = await OpenAsync();
        var answer = await SendAsync(shop, rule, Shop.Origin, "same-origin");
        ((int)answer.StatusCode).ShouldBeLessThan(400);
        (answer.Cookie() is not null).ShouldBe(rule.SetsCookie);
        Header(answer, "Cache-Control").ShouldBe(rule.Cache);
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
    }

    [TestCaseSource(nameof(Rules))]
    public async Task ForeignPage_CannotActAsTheVisitor_NorReadWhatIsTheirs(Rule rule)
    {
        await using var shop = await OpenAsync();
        var own = await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"personalisation":true}}""");
        await shop.FromPageAsync("/fp/v1/t", """{"event":"Tea Chosen"}""", own.Cookie());
        var before = await KnownAsync(shop, own.Visitor());
        before.ShouldBe((1, 1));

        var answer = await SendAsync(shop, rule, Foreign, "cross-site", own.Cookie());

        (answer.StatusCode == HttpStatusCode.Forbidden).ShouldBe(rule.Foreigners == Foreigners.Refused);
        answer.Cookie().ShouldBeNull("A cookie set for a foreign page would be a third party's.");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(rule.Foreigners switch
        {
            Foreigners.Public => "*",
            Foreigners.Unreadable => null,
            _ => Foreign,
        });
        (await KnownAsync(shop, own.Visitor())).ShouldBe(before, "The visitor's history and consent are as they were.");
        if (rule.Method == "GET")
        {
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("tea-lovers");
        }
    }

    [TestCaseSource(nameof(Rules))]
    public async Task NamedOrigins_AloneReadWithCookies(Rule rule)
    {
        await using var shop = await OpenAsync(allowed: Sister);
        var stranger = await SendAsync(shop, rule, Foreign, "cross-site");
        var sister = await SendAsync(shop, rule, Sister, "same-site");
        var isShared = rule.Foreigners is Foreigners.Anonymous or Foreigners.Refused;
        Header(stranger, "Access-Control-Allow-Origin").ShouldBe(rule.Foreigners == Foreigners.Public ? "*" : null);
        Header(sister, "Access-Control-Allow-Origin").ShouldBe(isShared ? Sister : rule.Foreigners == Foreigners.Public ? "*" : null);
        Header(sister, "Access-Control-Allow-Credentials").ShouldBe(isShared ? "true" : null);
        Header(stranger, "Access-Control-Allow-Credentials").ShouldBeNull();
        if (isShared)
        {
            Header(sister, "Vary").ShouldBe("Origin", "No cache may hand one origin the answer for another.");
            Header(stranger, "Vary").ShouldBe("Origin");
        }
    }

    [TestCaseSource(nameof(Rules))]
    public async Task OtherMethods_AreNotTaken(Rule rule)
    {
        await using var shop = await OpenAsync();
        foreach (var method in (string[])["PUT", "DELETE", "PATCH"])
        {
            (await SendAsync(shop, rule with { Method = method }, Shop.Origin, "same-origin")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [TestCase("/fp/v1/e/o/AAAA")]
    [TestCase("/fp/v1/e/c/AAAA")]
    [TestCase("/fp/v1/e/u/AAAA")]
    [TestCase("/fp/nothing.js")]
    [TestCase("/fp/v1/projects/nobody/settings")]
    public async Task NotFound_IsNotCachedEither(string path)
    {
        await using var shop = await OpenAsync();
        var answer = await shop.SendAsync(HttpMethod.Get, path, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Header(answer, "Cache-Control").ShouldBe(NoStore);
    }

    private static async Task<(int Events, int Acts)> KnownAsync(Shop shop, Identifier visitor) =>
        ((await shop.Cdp.Profiles.EventsAsync(visitor, "personalisation")).Count, (await shop.Cdp.Consent.HistoryAsync(visitor)).Count);

    private static Task<HttpResponseMessage> SendAsync(Shop shop, Rule rule, string origin, string site, string? cookie = null) =>
        shop.SendAsync(new HttpMethod(rule.Method), rule.Path, rule.Body, request =>
        {
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", site);
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }
        });

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
