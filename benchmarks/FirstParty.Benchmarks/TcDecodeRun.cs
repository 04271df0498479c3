using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FirstParty.Consent.Signals;

namespace FirstParty.Benchmarks;

/// <summary>
/// Decodes the TC strings of the test vectors, against <c>@iabtcf/core</c> in node on the same strings: <c>npm ci</c> in the folder Tcf first. Each in a
/// process of its own, best of five rounds.
/// </summary>
internal static class TcDecodeRun
{
    public static async Task RunAsync()
    {
        var folder = Path.Combine(Root(), "benchmarks", "FirstParty.Benchmarks", "Tcf");
        var strings = Strings(Path.Combine(Root(), "tests", "FirstParty.Tests", "Vectors", "tcf", "valid.json"));
        Round(strings, 1);
        var best = Enumerable.Range(0, 5).Min(_ => Round(strings, 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decode(strings);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / strings.Length;
        var node = await NodeAsync(folder, strings);
        Console.WriteLine($"{strings.Length} TC strings of {strings.Average(text => text.Length):F0} characters on average");
        Console.WriteLine("| decoder | ns a string | ratio of times |");
        Console.WriteLine("|---|--:|--:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| @iabtcf/core 1.5.6 in node | {node:N0} | 1 |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| TcString.Parse, {bytes} B a string | {best:N0} | {best / node:F3} |"));
    }

    private static double Round(string[] strings, double seconds)
    {
        var decoded = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            Decode(strings);
            decoded += strings.Length;
        }

        return watch.Elapsed.TotalNanoseconds / decoded;
    }

    private static int Decode(string[] strings)
    {
        var granted = 0;
        foreach (var text in strings)
        {
            granted += TcString.Parse(text).PurposeConsents.Count;
        }

        return granted;
    }

    private static string[] Strings(string vectors)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(vectors));
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetProperty("tcString").GetString()!)];
    }

    private static async Task<double> NodeAsync(string folder, string[] strings)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[" + string.Join(',', strings.Select(text => $"\"{text}\"")) + "]");
            using var node = Process.Start(new ProcessStartInfo("node", ["decode.mjs", file]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            var printed = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            return double.Parse(printed, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FirstParty.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Run it within the repository.");
        }

        return folder.FullName;
    }
}
