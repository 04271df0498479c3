using System.Diagnostics;
using System.Globalization;

namespace FirstParty.Faults;

/// <summary>How soon a new process over a store answers: from its start, the runtime's own included.</summary>
/// <param name="Answer">Until it has read somebody's profile.</param>
/// <param name="Write">Until it has acknowledged what was handed in.</param>
internal sealed record ChildStart(TimeSpan Answer, TimeSpan Write)
{
    /// <summary>Starts a process, lets it take in so many acts, and kills it in the middle of what it does.</summary>
    public static async Task<ChildStart> ThenKillAsync(FaultTarget target, int round, int acts, bool redefined = false)
    {
        var (kind, place) = target.Address;
        var started = Stopwatch.GetTimestamp();
        using var child = ChildProcess.Start(
            ["child", kind, place, round.ToString(CultureInfo.InvariantCulture), .. redefined ? (string[])["redefined"] : []]);
        var (answer, write) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        while (acts > 0 && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                answer = Stopwatch.GetElapsedTime(started);
                continue;
            }

            write = write == TimeSpan.MaxValue ? Stopwatch.GetElapsedTime(started) : write;
            acts--;
        }

        child.Kill();
        await child.WaitForExitAsync();
        return new ChildStart(answer, write);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Answer.TotalSeconds:F1} s, first acknowledgement {Write.TotalSeconds:F1} s");
}
