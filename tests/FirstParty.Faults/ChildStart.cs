using System.Diagnostics;
using System.Globalization;

namespace FirstParty.Faults;

/// <summary>How soon a new process over a store answers: from its start, the runtime's own included.</summary>
/// <param name="Answer">Until it has read somebody's profile.</param>
/// <param name="Write">Until it has acknowledged what was handed in.</param>
internal sealed record ChildStart(TimeSpan Answer, TimeSpan Write)
{
    private const int ActsBeforeKill = 40;

    /// <summary>How soon a new process answers: after an orderly end, after a kill, and after a kill with a definition that is not followed yet.</summary>
    public static async Task<string> MeasureAsync(FaultTarget target) =>
        $"""
        process start to first answer after an orderly end {await ThenKillAsync(target, round: 0)},
        after kill -9 {await ThenKillAsync(target, round: 1)},
        after kill -9 with a segment defined anew {await ThenKillAsync(target, round: 2, redefined: true)}
        """;

    /// <summary>Starts a process, lets it take in so many acts, and kills it in the middle of what it does.</summary>
    private static async Task<ChildStart> ThenKillAsync(FaultTarget target, int round, bool redefined = false)
    {
        var (kind, place) = target.Address;
        var started = Stopwatch.GetTimestamp();
        using var child = ChildProcess.Start(
            ["child", kind, place, round.ToString(CultureInfo.InvariantCulture), .. redefined ? (string[])["redefined"] : []]);
        var (answer, write, acts) = (TimeSpan.MaxValue, TimeSpan.MaxValue, 0);
        while (acts < ActsBeforeKill && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                answer = Stopwatch.GetElapsedTime(started);
                continue;
            }

            write = write == TimeSpan.MaxValue ? Stopwatch.GetElapsedTime(started) : write;
            acts++;
        }

        child.Kill();
        await child.WaitForExitAsync();
        return new ChildStart(answer, write);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Answer.TotalSeconds:F1} s, first acknowledgement {Write.TotalSeconds:F1} s");
}
