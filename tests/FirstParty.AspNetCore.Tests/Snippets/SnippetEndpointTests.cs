using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FirstParty.AspNetCore.Snippets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace FirstParty.AspNetCore.Tests.Snippets;

[TestFixture]
public sealed partial class SnippetEndpointTests
{
    private Shop _shop = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => _shop = await Shop.OpenAsync(
        options => options.Snippet.Set("consent", "wait").Set("policy", "</script><b>@1"),
        app: app => app.MapGet("/page", (RequestDelegate)(context => context.Response.WriteAsync(
            SnippetMarkup.Render(context, nonce: "a\"b", attributes: new Dictionary<string, string?> { ["data-spa"] = "hash" })))));

    [OneTimeTearDown]
    public async Task CloseAsync() => await _shop.DisposeAsync();

    [Test]
    public async Task Get_ServesTheScript_WithItsSettingsBakedIn()
    {
        var answer = await GetAsync("/fp/s.js");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/javascript; charset=utf-8");
        var script = await answer.Content.ReadAsStringAsync();
        script.ShouldContain("\"consent\":\"wait\"");
        script.ShouldContain("\"key\":\"web\"");
        script.ShouldNotContain("/*fp:settings*/");
        script.ShouldNotContain("</script>");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [TestCase(null, null, "none")]
    [TestCase("personalisation", null, "wait")]
    [TestCase("personalisation", "tcf", "tcf")]
    [TestCase("personalisation", "none", "none")]
    [TestCase(null, "gcm", "gcm")]
    public async Task Consent_WaitsWhereTheCookieDoes_UnlessTheHostSaysOtherwise(string? storage, string? said, string mode)
    {
        await using var shop = await Shop.OpenAsync(
            options =>
            {
                options.Visitors.StoragePurpose = storage;
                if (said is not null)
                {
                    options.Snippet.Consent = said;
                }
            },
            app: app => app.MapGet("/page", (RequestDelegate)(context => context.Response.WriteAsync(SnippetMarkup.Render(context)))));
        (await shop.Http.GetStringAsync("/fp/s.js")).ShouldContain($"\"consent\":\"{mode}\"");
        (await shop.Http.GetStringAsync("/page")).ShouldContain($"data-consent=\"{mode}\"");
    }

    [Test]
    public async Task Get_CompressesWithBrotli_OnlyForThoseWhoTakeIt()
    {
        var plain = await (await GetAsync("/fp/s.js")).Content.ReadAsByteArrayAsync();
        var answer = await GetAsync("/fp/s.js", request => request.Headers.Add("Accept-Encoding", "gzip, br;q=0.8"));
        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        await using var brotli = new BrotliStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await brotli.CopyToAsync(unpacked);
        unpacked.ToArray().ShouldBe(plain);
        (await GetAsync("/fp/s.js", request => request.Headers.Add("Accept-Encoding", "br;q=0"))).Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [TestCase(null)]
    [TestCase("br")]
    public async Task Get_Answers304_ToWhoHasIt(string? encoding)
    {
        var first = await GetAsync("/fp/s.js", Accept);
        var again = await GetAsync("/fp/s.js", request =>
        {
            Accept(request);
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"x\", W/{first.Headers.ETag}");
        });
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        void Accept(HttpRequestMessage request)
        {
            if (encoding is not null)
            {
                request.Headers.Add("Accept-Encoding", encoding);
            }
        }
    }

    [Test]
    public async Task Get_IsCachedForEver_UnderItsVersionedNameAlone()
    {
        var versioned = await GetAsync(await AddressOnThePageAsync());
        versioned.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        (await GetAsync("/fp/s.js")).Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));
        (await GetAsync("/fp/s.0123456789abcdef.js")).Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [TestCase("/fp/stub.js")]
    [TestCase("/fp/compat-segment.js")]
    [TestCase("/fp/firstparty.mjs")]
    public async Task Get_ServesTheOtherScriptsToo(string path) => (await GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [TestCase("/fp/nothing.js")]
    [TestCase("/fp/..%2fappsettings.js")]
    [TestCase("/fp/s.00.js")]
    [TestCase("/fp/.js")]
    public async Task Get_Answers404_WhenThereIsNoSuchScript(string path) => (await GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Test]
    public async Task Head_SendsHeadersAlone()
    {
        var answer = await _shop.SendAsync(HttpMethod.Head, "/fp/s.js", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Test]
    public async Task Render_WritesStubAndTag_WithNonceAndIntegrity()
    {
        var page = await (await GetAsync("/page")).Content.ReadAsStringAsync();
        page.ShouldContain("<script nonce=\"a&quot;b\">");
        page.ShouldContain("data-consent=\"wait\" data-key=\"web\" data-spa=\"hash\"");
        var integrity = IntegrityPattern().Match(page).Groups[1].Value;
        var script = await (await GetAsync(await AddressOnThePageAsync())).Content.ReadAsByteArrayAsync();
        WebUtility.HtmlDecode(integrity).ShouldBe("sha384-" + Convert.ToBase64String(SHA384.HashData(script)));
    }

    [Test]
    public async Task TagHelper_WritesTheSame()
    {
        string? written = null;
        await using var shop = await Shop.OpenAsync(app: app => app.MapGet("/razor", (RequestDelegate)(context =>
        {
            written = Written(context);
            return Task.CompletedTask;
        })));
        await shop.SendAsync(HttpMethod.Get, "/razor", null);
        written.ShouldNotBeNull().ShouldContain("data-spa=\"off\"");
        written.ShouldContain("nonce=\"n\"");
        written.ShouldNotContain("class=");
    }

    private static string Written(HttpContext context)
    {
        var helper = new FirstPartySnippetTagHelper { Nonce = "n", ViewContext = new ViewContext { HttpContext = context } };
        var attributes = new TagHelperAttributeList { new TagHelperAttribute("data-spa", "off"), new TagHelperAttribute("class", "x") };
        var output = new TagHelperOutput("fp-snippet", attributes, (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        helper.Process(new TagHelperContext(attributes, new Dictionary<object, object>(), "id"), output);
        output.TagName.ShouldBeNull();
        return output.Content.GetContent();
    }

    private async Task<string> AddressOnThePageAsync() =>
        AddressPattern().Match(await (await GetAsync("/page")).Content.ReadAsStringAsync()).Groups[1].Value;

    private Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? also = null) =>
        _shop.SendAsync(HttpMethod.Get, path, null, also);

    [GeneratedRegex("src=\"([^\"]+)\"")]
    private static partial Regex AddressPattern();

    [GeneratedRegex("integrity=\"([^\"]+)\"")]
    private static partial Regex IntegrityPattern();
}
