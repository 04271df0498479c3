using System.Net;
using System.Text;

namespace FirstParty.AspNetCore.Tests;

/// <summary>Structure-aware fuzzing of every endpoint that reads a body: whatever comes, there is an answer, and never a 5xx.</summary>
[TestFixture]
public sealed class HostileInputTests
{
    private const long MostMemory = 256 << 20;

    private static readonly string[] Paths =
        ["track", "identify", "page", "screen", "group", "alias", "batch", "t", "i", "p", "s", "g", "a", "b", "import", "m", "c"];

    private static readonly string[] Names =
        ["type", "userId", "anonymousId", "previousId", "groupId", "event", "name", "category", "messageId", "timestamp", "sentAt", "originalTimestamp", "properties", "traits", "context", "integrations", "writeKey", "batch", "purposes", "signals", "policy", "interactionId", "externalIds", "ip", "email", "cookieless", "dropped", "\\u0069p", "\\ud800", "__proto__", ""];

    private static readonly string[] Texts =
        ["track", "identify", "page", "alias", "reset", "u", "", " ", "null", "fp-v.x", "web", "public-key", "server-key", "2026-11-21T10:00:00Z", "1970-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "a@b.se", "\\u0000", "\\ud83d", "\\ud83d\\ude00", "'; DROP TABLE events;--", "x' OR '1'='1", "\\\"); DELETE FROM anchors; --", "a\\r\\nSet-Cookie: x=y", "..%2f..%2f", "C:\\\\windows", "../../etc/passwd", "%00", "{{7*7}}", "<script>"];

    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"];

    private static readonly string[] Headers =
        ["Origin", "Referer", "Sec-Fetch-Site", "Sec-GPC", "Authorization", "Accept-Encoding", "If-None-Match", "Accept-Language", "User-Agent", "Cookie", "Content-Encoding", "X-Retry-Count", "X-Forwarded-For", "Host"];

    private static readonly string[] Keys = ["writeKey", "userId", "u", "id", "purpose", "cb", "redirect", "url", "__proto__", "a[]", ""];

    /// <summary>How many requests each seed makes: the long form is <c>FIRSTPARTY_FUZZ=35000 dotnet test --filter HostileInputTests</c>.</summary>
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("FIRSTPARTY_FUZZ"), out var rounds) ? rounds : 700;

    /// <summary>Every endpoint that is mapped, whatever stands in its path, its query and its headers.</summary>
    [Test]
    public async Task AnyPathQueryAndHeader_IsAnsweredBelow500([Values(1, 2)] int seed)
    {
        using var folder = new FuzzedFile();
        await using var shop = await Shop.OpenAsync(
            options =>
            {
                options.Email.Secret = new byte[32];
                options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1_000_000;
            },
            storage: folder.Storage);
        await shop.Cdp.OpenAsync();
        var tables = await folder.TablesAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var chance = new Random(seed);
        var routes = shop.Endpoints.Select(endpoint => endpoint.RoutePattern.RawText!).Distinct().Append("/fp/v1/{any}").Append("/fp/v1/../../{any}").ToList();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Rounds; i++)
        {
            var route = routes[i % routes.Count];
            asked.Add(route);
            using var request = new HttpRequestMessage(new HttpMethod(Methods[chance.Next(Methods.Length)]), Path(route, chance) + Query(chance));
            for (var header = 0; header < 4; header++)
            {
                request.Headers.TryAddWithoutValidation(
                    Headers[chance.Next(Headers.Length)], Bare(chance) + chance.Next(3) switch { 0 => ";q=x", 1 => "=,=;", _ => "" });
            }

            var answer = await shop.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"seed {seed}, {request}");
            answer.Headers.Select(sent => sent.Key).ShouldNotContain("X-Injected", $"seed {seed}, {request}");
            answer.Cookie()?.ShouldStartWith("__Host-fp", Case.Sensitive, $"seed {seed}, {request}");
        }

        asked.Count.ShouldBe(routes.Count, "every endpoint was asked");
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(MostMemory);
        (await folder.TablesAsync()).ShouldBe(tables, "no text became SQL");
    }

    [Test]
    public async Task Post_AnswersBelow500_WhateverComes([Values(1, 2, 3)] int seed)
    {
        using var folder = new FuzzedFile();
        await using var shop = await Shop.OpenAsync(
            options => options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1_000_000,
            storage: folder.Storage);
        await shop.Cdp.OpenAsync();
        var tables = await folder.TablesAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var chance = new Random(seed);
        var answers = new Dictionary<HttpStatusCode, int>();
        for (var i = 0; i < Rounds; i++)
        {
            var body = Value(chance, 0, isTop: true);
            if (chance.Next(4) == 0 && body.Length > 0)
            {
                body = body.Remove(chance.Next(body.Length), 1);
            }

            var path = Paths[chance.Next(Paths.Length)];
            var bytes = Encoding.UTF8.GetBytes(body);
            if (chance.Next(8) == 0 && bytes.Length > 0)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, $"/fp/v1/{path}") { Content = new ByteArrayContent(bytes) };
            request.Headers.Add("Origin", Shop.Origin);
            request.Headers.TryAddWithoutValidation("User-Agent", Texts[chance.Next(Texts.Length)]);
            request.Headers.TryAddWithoutValidation("Cookie", chance.Next(2) == 0 ? "__Host-fp_vid=" + new string('A', 43) : "__Host-fp_vid=;;=\"x");
            if (chance.Next(2) == 0)
            {
                request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String("server-key:"u8));
            }

            var answer = await shop.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"seed {seed}, {path}: {body}");
            answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
        }

        answers.Keys.ShouldContain(HttpStatusCode.OK);
        answers.Keys.ShouldContain(HttpStatusCode.BadRequest);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(MostMemory);
        (await folder.Storage.CheckAsync()).ShouldBeEmpty();
        (await folder.TablesAsync()).ShouldBe(tables, "no text became SQL");
    }

    /// <summary>A route with something in the place of each of its parameters.</summary>
    private static string Path(string route, Random chance) =>
        System.Text.RegularExpressions.Regex.Replace(route, "{[^}]*}", _ => chance.Next(4) == 0 ? "x%0d%0aX-Injected:%20yes" : Uri.EscapeDataString(Bare(chance)));

    private static string Query(Random chance) => chance.Next(3) == 0 ? "" : "?" + string.Join('&', Enumerable.Range(0, chance.Next(1, 5)).Select(_ =>
        $"{Uri.EscapeDataString(Keys[chance.Next(Keys.Length)])}={(chance.Next(4) == 0 ? "%0d%0aX-Injected:%20yes" : Uri.EscapeDataString(Bare(chance)))}"));

    private static string Bare(Random chance) => Texts[chance.Next(Texts.Length)].Replace("\\u0000", "\u00e5", StringComparison.Ordinal);

    private static string Value(Random chance, int depth, bool isTop = false)
    {
        var kind = isTop ? 0 : chance.Next(depth > 5 ? 4 : 10);
        return kind switch
        {
            0 or 7 or 8 => Members(chance, depth, isTop),
            1 => chance.Next(6) switch { 0 => "1e999", 1 => "-0", 2 => "99999999999999999999999999999999", 3 => "0.1", _ => chance.Next().ToString(System.Globalization.CultureInfo.InvariantCulture) },
            2 => chance.Next(3) switch { 0 => "true", 1 => "false", _ => "null" },
            4 or 5 => $"[{string.Join(',', Enumerable.Range(0, chance.Next(4)).Select(_ => Value(chance, depth + 1)))}]",
            6 => new string('[', 70) + new string(']', 70),
            _ => $"\"{Texts[chance.Next(Texts.Length)]}\"",
        };
    }

    private static string Members(Random chance, int depth, bool isTop)
    {
        var members = Enumerable.Range(0, chance.Next(8)).Select(_ => $"\"{Names[chance.Next(Names.Length)]}\":{Value(chance, depth + 1)}").ToList();
        if (isTop && chance.Next(3) > 0)
        {
            var good = """{"type":"track","userId":"u","event":"Good"}""";
            members.Add(chance.Next(2) == 0
                ? $"\"batch\":[{good},{Value(chance, depth + 1)},{good}]"
                : "\"userId\":\"u\",\"event\":\"Good\",\"purposes\":{\"personalisation\":true}");
        }

        return "{" + string.Join(',', members) + "}";
    }
}
