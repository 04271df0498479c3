using FirstParty;
using FirstParty.Events;
using FirstParty.Segments;
using FirstParty.Sqlite;
using FirstParty.Taxonomies;
using Spectre.Console;
using Rule = FirstParty.Segments.Rule;

namespace QuickStart;

/// <summary><c>import FILE [DATABASE]</c>: real purchases through the bulk API into SQLite, and what can be asked of them at once.</summary>
internal static class ImportCommand
{
    private const int BatchSize = 1_000;

    public static async Task<int> RunAsync(string file, string database, TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"There is no file {file}. Name the CDNOW master file, or any with 'customer yyyyMMdd cds dollars' rows.");
            return 2;
        }

        await using var cdp = await CustomerDataPlatform.OpenAsync(
            setup => setup
                .UseSqlite($"Data Source={database}")
                .Source("cdnow", Party.First)
                .Segment(
                    "quick-returners",
                    Rule.DistinctDays("Order Completed").InFirst(TimeSpan.FromDays(30)).AtLeast(2)),
            cancellationToken);

        var summary = new ImportSummary();
        var started = TimeProvider.System.GetTimestamp();
        await AnsiConsole.Progress().Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async progress =>
            {
                var bar = progress.AddTask("importing", maxValue: File.ReadLines(file).Count());
                using var reader = File.OpenText(file);
                foreach (var rows in CdnowFile.Read(reader).Chunk(BatchSize))
                {
                    await ImportAsync(cdp, rows, summary, cancellationToken);
                    bar.Increment(rows.Length);
                }

                bar.Value = bar.MaxValue;
            });

        summary.Elapsed = TimeProvider.System.GetElapsedTime(started);
        await summary.WriteAsync(output);
        var profiles = await cdp.Profiles.CountAsync(cancellationToken);
        var returners = await cdp.Segments.CountAsync("quick-returners", cancellationToken);
        await output.WriteLineAsync($"profiles    {profiles,12:N0}");
        await output.WriteLineAsync($"in segment  {returners,12:N0}  with at least 2 purchase days within 30 days of the first");
        return summary.Refused.Count == 0 ? 0 : 1;
    }

    private static async Task ImportAsync(
        CustomerDataPlatform cdp, (int Line, TrackEvent? Order, string? Problem)[] rows, ImportSummary summary, CancellationToken cancellationToken)
    {
        var orders = rows.Where(row => row.Order is not null).ToArray();
        var outcomes = await cdp.IngestAsync([.. orders.Select(row => row.Order!)], cancellationToken);
        foreach (var (line, _, problem) in rows.Where(row => row.Order is null))
        {
            summary.Refuse(line, problem!);
        }

        for (var i = 0; i < orders.Length; i++)
        {
            summary.Add(orders[i].Line, orders[i].Order!, outcomes[i]);
        }
    }
}
