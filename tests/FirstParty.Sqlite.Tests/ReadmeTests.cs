using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Segments;
using Microsoft.Data.Sqlite;
using QuickStart;

namespace FirstParty.Sqlite.Tests;

/// <summary>The README's code is the sample's code, and what it says was printed is what is printed.</summary>
public sealed partial class ReadmeTests
{
    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));

    private static string Readme => File.ReadAllText(Path.Combine(Root(), "README.md"));

    [Test]
    public void Code_IsTheSamples()
    {
        var sample = File.ReadAllText(Path.Combine(Root(), "samples/QuickStart/TeaShop.cs"));
        var told = string.Join('\n', Told().Matches(sample).Select(part => part.Groups[1].Value))
            .Replace("$\"Data Source={database}\"", "\"Data Source=shop.db\"", StringComparison.Ordinal)
            .Replace("await output.WriteLineAsync(", "Console.WriteLine(", StringComparison.Ordinal);
        var code = Code().Match(Readme).Groups[1].Value;
        Unindented(told).ShouldBe(Unindented(code));
    }

    [Test]
    public void Loop_IsTheSamples() => Unindented(Loop().Match(Readme).Groups[1].Value)
        .ShouldBe(Unindented(Told().Match(File.ReadAllText(Path.Combine(Root(), "samples/QuickStart/Mailer.cs"))).Groups[1].Value));

    [Test]
    [CancelAfter(120_000)]
    public async Task Loop_WritesToWhoEnters_AndEndsWithTheHost(CancellationToken cancellationToken)
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(
            setup => setup.UseInMemory()
                .Purpose("personalisation", LawfulBasis.Consent)
                .Segment("buyers", Rule.Count("Order Completed").AtLeast(1)),
            cancellationToken);
        var (ada, sent) = (Identifier.UserId("ada"), new TaskCompletionSource<(string, string)>());
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loop = Mailer.RunAsync(
            cdp,
            (address, segment) =>
            {
                sent.SetResult((address, segment));
                return Task.CompletedTask;
            },
            stopping.Token);
        await cdp.Consent.GrantAsync(ada, "personalisation", cancellationToken: cancellationToken);
        await cdp.IdentifyAsync(ada, new() { ["email"] = "ada@example.com" }, cancellationToken);
        await cdp.TrackAsync(ada, "Order Completed", cancellationToken: cancellationToken);
        (await sent.Task.WaitAsync(cancellationToken)).ShouldBe(("ada@example.com", "buyers"));
        await stopping.CancelAsync();
        await loop.WaitAsync(cancellationToken);
    }

    [Test]
    public Task Output_IsWhatTheSamplePrints() => PrintsAsync(Output(), TeaShop.RunAsync);

    [Test]
    public Task ConsentStory_IsWhatTheSamplePrints() => PrintsAsync(Consent(), ConsentStory.RunAsync);

    private static async Task PrintsAsync(Regex told, Func<string, TextWriter, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("firstparty-readme-");
        try
        {
            var printed = new StringWriter();
            await run(Path.Combine(folder.FullName, "shop.db"), printed);
            Unindented(told.Match(Readme).Groups[1].Value).ShouldBe(Unindented(printed.ToString()));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static string Unindented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex(@"// <readme>\r?\n(.*?)// </readme>", RegexOptions.Singleline)]
    private static partial Regex Told();

    [GeneratedRegex(@"<!-- code: [^>]*-->\s*```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"<!-- code: samples/QuickStart/Mailer.cs -->\s*```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Loop();

    [GeneratedRegex(@"<!-- output: samples/QuickStart -->\s*```text\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Output();

    [GeneratedRegex(@"<!-- output: samples/QuickStart -- consent -->\s*```text\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Consent();
}
