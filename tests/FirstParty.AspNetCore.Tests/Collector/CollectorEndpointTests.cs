using System.IO.Compression;
using System.Net;
using System.Text;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Collector;

[TestFixture]
public sealed class CollectorEndpointTests
{
    private const string Track = """{"userId":"u","event":"Good","messageId":"m"}""";

    private Shop _shop = null!;

    [SetUp]
    public async Task OpenAsync() => _shop = await Shop.OpenAsync();

    [TearDown]
    public async Task CloseAsync() => await _shop.DisposeAsync();

    [TestCase("track", """{"userId":"u","event":"Good"}""")]
    [TestCase("t", """{"userId":"u","event":"Good"}""")]
    [TestCase("identify", """{"userId":"u","traits":{"plan":"pro"}}""")]
    [TestCase("i", """{"userId":"u","traits":{"plan":"pro"}}""")]
    [TestCase("page", """{"userId":"u","name":"Home"}""")]
    [TestCase("p", """{"userId":"u","name":"Home"}""")]
    [TestCase("screen", """{"userId":"u","name":"Home"}""")]
    [TestCase("s", """{"userId":"u","name":"Home"}""")]
    [TestCase("group", """{"userId":"u","groupId":"g"}""")]
    [TestCase("g", """{"userId":"u","groupId":"g"}""")]
    [TestCase("alias", """{"userId":"u","previousId":"p"}""")]
    [TestCase("a", """{"userId":"u","previousId":"p"}""")]
    [TestCase("batch", """{"batch":[{"type":"track","userId":"u","event":"Good"}]}""")]
    [TestCase("b", """{"batch":[{"type":"track","userId":"u","event":"Good"}]}""")]
    [TestCase("import", """{"batch":[{"type":"track","userId":"u","event":"Good"}]}""")]
    public async Task Post_AcceptsEachCall_UnderItsLongAndShortName(string path, string body)
    {
        var answer = await _shop.FromServerAsync($"/fp/v1/{path}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.StatusesAsync()).ShouldBe(["accepted"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Test]
    public async Task Post_TellsEachItemsOutcome_InOrder()
    {
        await _shop.FromServerAsync("/fp/v1/track", Track);
        var answer = await _shop.FromServerAsync("/fp/v1/batch", """
            {"batch":[
              {"type":"track","userId":"u","event":"Good","messageId":"m"},
              {"type":"track","userId":"u","event":"Good","messageId":"m","properties":{"other":1}},
              {"type":"track","userId":"u","event":"Good","messageId":"new"},
              {"type":"track","messageId":"nobody","event":"Good"},
              {"type":"track","userId":"u","event":"Good","timestamp":"1970-01-01T00:00:00Z"},
              {"type":"track","userId":"u","event":"Good","timestamp":"2099-01-01T00:00:00Z","messageId":"future"}]}
            """);
        (await answer.StatusesAsync()).ShouldBe([
            "duplicate", "rejected:messageIdReused", "accepted", "rejected:missingIdentifier", "rejected:invalidTimestamp", "accepted"]);
        (await answer.JsonAsync()).GetProperty("items")[3].GetProperty("messageId").GetString().ShouldBe("nobody");
        (await _shop.Cdp.Profiles.FindAsync(Identifier.UserId("u"), "analytics"))!.Events.ShouldBe(3);
    }

    [TestCase("{", 400, "malformedJson")]
    [TestCase("", 400, "malformedJson")]
    [TestCase("[]", 400, "wrongType")]
    [TestCase("""{"batch":7}""", 400, "wrongType")]
    public async Task Post_AnswersByName_WhenTheBodyIsNoBatch(string body, int status, string reason)
    {
        var answer = await _shop.FromServerAsync("/fp/v1/batch", body);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.JsonAsync()).GetProperty("reason").GetString().ShouldBe(reason);
        (await answer.JsonAsync()).GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Test]
    public async Task Post_Takes500Kb_AndRefuses501()
    {
        var item = """{"type":"track","userId":"u","event":"Good","properties":{"p":"?"}}""".Replace("?", new string('x', 30_000), StringComparison.Ordinal);
        string Body(int size)
        {
            var items = string.Join(',', Enumerable.Repeat(item, 16));
            var frame = $$"""{"writeKey":"server-key","pad":"","batch":[{{items}}]}""";
            return frame.Replace("\"pad\":\"\"", $"\"pad\":\"{new string('p', size - frame.Length)}\"", StringComparison.Ordinal);
        }

        (await (await _shop.FromServerAsync("/fp/v1/batch", Body(500 * 1024))).StatusesAsync()).ShouldAllBe(status => status == "accepted");
        var refused = await _shop.FromServerAsync("/fp/v1/batch", Body(501 * 1024));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooLarge");
    }

    [Test]
    public async Task Post_RefusesASingleEventOf33Kb()
    {
        var answer = await _shop.FromServerAsync("/fp/v1/track", """{"userId":"u","event":"Good","properties":{"p":"?"}}""".Replace("?", new string('x', 33 * 1024), StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooLarge");
    }

    [Test]
    public async Task Post_RefusesTooManyItems_AndTakesNone()
    {
        var items = string.Join(',', Enumerable.Range(0, 2_501).Select(i => $$"""{"type":"track","userId":"u","event":"Good","messageId":"m{{i}}"}"""));
        var answer = await _shop.FromServerAsync("/fp/v1/batch", $$"""{"batch":[{{items}}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooManyItems");
        (await answer.JsonAsync()).GetProperty("success").GetBoolean().ShouldBeFalse();
        (await _shop.Cdp.Profiles.CountAsync()).ShouldBe(0);
    }

    [TestCase("Basic", "server-key:", 200)]
    [TestCase("Basic", "server-key", 200)]
    [TestCase("basic", "server-key:", 200)]
    [TestCase("Basic", "nobody:", 401)]
    [TestCase("Basic", ":", 401)]
    public async Task Post_FindsTheKeyInTheHeader(string scheme, string user, int status)
    {
        var answer = await _shop.SendAsync(HttpMethod.Post, "/fp/v1/track", Track, request =>
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}"));
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [TestCase("Basic !!!!", 401)]
    [TestCase("Bearer token", 200)]
    public async Task Post_FindsTheKeyInTheBody_WhenTheHeaderIsAnotherScheme(string authorization, int status)
    {
        var answer = await _shop.SendAsync(
            HttpMethod.Post, "/fp/v1/track", Track.Replace("{", "{\"writeKey\":\"server-key\",", StringComparison.Ordinal),
            request => request.Headers.TryAddWithoutValidation("Authorization", authorization));
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Test]
    public async Task Post_RefusesAKeylessCall_UnlessItComesFromTheShopsOwnPage()
    {
        var foreign = await _shop.SendAsync(HttpMethod.Post, "/fp/v1/track", Track);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await foreign.JsonAsync()).GetProperty("reason").GetString().ShouldBe("missingWriteKey");
        (await _shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [TestCase(null, "missingWriteKey", "HTTP Basic", "writeKey", "ServerKey")]
    [TestCase("", "missingWriteKey", "HTTP Basic", "writeKey", "ServerKey")]
    [TestCase("zz", "unknownWriteKey", "WriteKey", "ServerKey", "SnippetKey")]
    public async Task Post_NamesTheMend_ForAMissingAndForAnUnknownKey(string? key, string reason, params string[] mends)
    {
        var stated = key is null ? "" : $"\"writeKey\":\"{key}\",";
        var answer = await _shop.SendAsync(HttpMethod.Post, "/fp/v1/track", Track.Replace("{", "{" + stated, StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var refusal = await answer.JsonAsync();
        refusal.GetProperty("reason").GetString().ShouldBe(reason);
        var detail = refusal.GetProperty("detail").GetString()!;
        mends.ShouldAllBe(mend => detail.Contains(mend, StringComparison.Ordinal));
        detail.ShouldNotContain("-key", Case.Sensitive, "What is registered is nobody's business.");
    }

    [Test]
    public async Task Post_ReadsGzip_AndIsNotBlownUpByIt()
    {
        (await (await SendGzipAsync(Track)).StatusesAsync()).ShouldBe(["accepted"]);
        var bomb = await SendGzipAsync($$"""{"userId":"u","event":"{{new string('x', 20_000_000)}}"}""");
        bomb.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bomb.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooLarge");
    }

    [Test]
    public async Task Post_NamesWhatIsWrongWithAnEncoding()
    {
        async Task<string?> ReasonAsync(string encoding)
        {
            using var content = new StringContent(Track);
            content.Headers.ContentEncoding.Add(encoding);
            return (await (await _shop.Http.PostAsync("/fp/v1/track", content)).JsonAsync()).GetProperty("reason").GetString();
        }

        (await ReasonAsync("gzip")).ShouldBe("malformedJson");
        (await ReasonAsync("zstd")).ShouldBe("unsupportedEncoding");
    }

    [Test]
    public async Task Post_TakesMetrics_AndForgetsThem() =>
        (await _shop.FromServerAsync("/fp/v1/m", """{"series":[]}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [TestCase("GET", "/fp/v1/track", HttpStatusCode.MethodNotAllowed)]
    [TestCase("POST", "/fp/v1/nothing", HttpStatusCode.NotFound)]
    public async Task OtherCalls_AreNotThere(string method, string path, HttpStatusCode status) =>
        (await _shop.SendAsync(new HttpMethod(method), path, null)).StatusCode.ShouldBe(status);

    [Test]
    public async Task Post_StoresWhatTheServerSaw_WithTheAddressCut()
    {
        var answer = await _shop.FromPageAsync("/fp/v1/t", """{"event":"Good","context":{"ip":"203.0.113.77"}}""", also: request =>
        {
            request.Headers.Add("Sec-GPC", "1");
            request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1");
        });
        var export = await _shop.Cdp.Privacy.ExportAsync(answer.Visitor());
        var context = export!.Events.Single().Context;
        context["ip"].AsString().ShouldBe("203.0.113.0");
        context["gpc"].AsBoolean().ShouldBe(true);
        context["os"].AsObject()!["name"].AsString().ShouldBe("iOS");
        context["device"].AsObject()!["type"].AsString().ShouldBe("mobile");
        context["browser"].AsObject()!["version"].AsString().ShouldBe("17");
    }

    [Test]
    public async Task Post_AddsNothingToWhatAServerSends()
    {
        await _shop.FromServerAsync("/fp/v1/track", Track);
        (await _shop.Cdp.Privacy.ExportAsync(Identifier.UserId("u")))!.Events.Single().Context.ShouldBe(Attributes.Empty);
    }

    private async Task<HttpResponseMessage> SendGzipAsync(string body)
    {
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/fp/v1/track") { Content = new ByteArrayContent(buffer.ToArray()) };
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("server-key:"u8));
        return await _shop.Http.SendAsync(request);
    }
}
