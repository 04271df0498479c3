using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;

namespace FirstParty.Benchmarks;

/// <summary>
/// The line against its physical limits, turn by turn in one process, so that whatever else the machine does falls on both: the median of the
/// turns' ratios is what counts.
/// </summary>
internal static class LineRatios
{
    /// <summary>How many batches go before what is measured: by then everybody has been met six times.</summary>
    public const int WarmUp = 300;

    private const int SinglesATurn = 40;

    public static async Task RunAsync(int turns, int warmUp)
    {
        await using var line = await LineWorkload.OpenAsync();
        using var byHand = new HandWrittenStore(Path.Combine(line.Folder, "by-hand.db"));
        for (var i = 0; i < warmUp; i++)
        {
            await TurnAsync(line, byHand);
        }

        var all = new List<Turn>();
        for (var i = 0; i < turns; i++)
        {
            all.Add(await TurnAsync(line, byHand));
        }

        Print("line, batches of 1,000, 20 segments, against a bare insert loop with a unique key", all.Select(turn => turn.Bare / turn.Line), ">= 0.25");
        Print("the same, against a hand-written loop of the same reads and writes", all.Select(turn => turn.ByHand / turn.Line), ">= 0.7");
        Print("the line in processor time, against the bare loop", all.Select(turn => turn.BareBusy / turn.LineBusy), ">= 0.25");
        Print("the line in processor time, against the hand-written loop", all.Select(turn => turn.ByHandBusy / turn.LineBusy), ">= 0.7");
        Print("one event awaited alone, against one raw commit", all.Select(turn => turn.RawCommit / turn.Alone), ">= 0.5");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"medians: bare {Median(all.Select(turn => turn.Bare)):F1} us, by hand {Median(all.Select(turn => turn.ByHand)):F1} us, "
                + $"line {Median(all.Select(turn => turn.Line)):F1} us an event; raw commit {Median(all.Select(turn => turn.RawCommit)):F0} us, "
                + $"one event alone {Median(all.Select(turn => turn.Alone)):F0} us"));
    }

    private static async Task<Turn> TurnAsync(LineWorkload line, HandWrittenStore byHand)
    {
        var (one, other) = (line.Batch(), line.Batch());
        var (started, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        byHand.InsertBare(LineWorkload.Events);
        var (bare, bareBusy) = (Lap(ref started, LineWorkload.Events), Busy(ref busy));
        byHand.Ingest(one);
        var (hand, handBusy) = (Lap(ref started, LineWorkload.Events), Busy(ref busy));
        await line.Platform.IngestAsync(other);
        var (ours, oursBusy) = (Lap(ref started, LineWorkload.Events), Busy(ref busy));
        var (commits, alone) = (new double[SinglesATurn], new double[SinglesATurn]);
        for (var i = 0; i < SinglesATurn; i++)
        {
            byHand.InsertBare(1);
            commits[i] = Lap(ref started, 1);
            await line.Platform.IngestAsync(one[i]);
            alone[i] = Lap(ref started, 1);
        }

        return new Turn(bare, hand, ours, bareBusy, handBusy, oursBusy, Median(commits), Median(alone));
    }

    private static double Busy(ref TimeSpan busy)
    {
        var now = Environment.CpuUsage.TotalTime;
        var took = (now - busy).TotalMicroseconds / LineWorkload.Events;
        busy = now;
        return took;
    }

    private static double Lap(ref long started, int operations)
    {
        var now = Stopwatch.GetTimestamp();
        var took = Stopwatch.GetElapsedTime(started, now).TotalMicroseconds / operations;
        started = now;
        return took;
    }

    private static void Print(string what, IEnumerable<double> ratios, string wanted) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Median(ratios):F2} | {wanted} |"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Turn(
        double Bare, double ByHand, double Line, double BareBusy, double ByHandBusy, double LineBusy, double RawCommit, double Alone);
}
