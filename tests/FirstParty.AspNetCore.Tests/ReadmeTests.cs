using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;
// <readme>
using FirstParty.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
// </readme>

namespace FirstParty.AspNetCore.Tests;

/// <summary>The README's web application is this one, and it serves.</summary>
public sealed partial class ReadmeTests
{
    [Test]
    public void WebCode_IsThis()
    {
        var here = ThisFile();
        var readme = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../README.md")));
        var told = string.Join('\n', Told().Matches(File.ReadAllText(here)).Select(part => part.Groups[1].Value));
        Unindented(Code().Match(readme).Groups[1].Value).ShouldBe(Unindented(told));
    }

    [Test]
    public async Task WebCode_ServesTheSnippetAndTakesWhatItSends()
    {
        await using var app = BuildApp(app => app.UseTestServer(), cdp => cdp.UseInMemory());
        await app.StartAsync();
        using var client = app.GetTestClient();

        (await client.GetAsync("/fp/s.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var call = new HttpRequestMessage(HttpMethod.Post, "/fp/v1/track")
        {
            Content = new StringContent("""{"userId":"ada","event":"Order Completed","messageId":"1"}"""),
        };
        call.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String("a-long-random-secret:"u8));
        var answer = await (await client.SendAsync(call)).Content.ReadAsStringAsync();
        answer.ShouldContain("accepted");
    }

    private static WebApplication BuildApp(Action<Microsoft.AspNetCore.Hosting.IWebHostBuilder> host, Action<FirstPartyBuilder> setup)
    {
        string[] args = [];
        var serverKey = "a-long-random-secret";
        // <readme>
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddFirstParty(setup);   // as above, without OpenAsync
        builder.Services.AddFirstPartyHosting(); // opens it when the host starts, drains it when the host stops
        // </readme>
        host(builder.WebHost);
        // <readme>
        var app = builder.Build();
        app.MapFirstParty("/fp", options => options
            .WriteKey("shop-app", source: "web")       // apps and other sites: what they say of people are claims
            .ServerKey(serverKey, source: "server"));  // your own servers: curl -u KEY: …/fp/v1/track -d '{"userId":"ada","event":"Order Completed"}'
        // </readme>
        return app;
    }

    private static string ThisFile([CallerFilePath] string here = "") => here;

    private static string Unindented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"// <readme>\r?\n(.*?)\r?\n? *// </readme>", RegexOptions.Singleline)]
    private static partial Regex Told();

    [GeneratedRegex(@"<!-- code: tests/FirstParty.AspNetCore.Tests/ReadmeTests.cs -->\s*```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
