using System.Diagnostics;

namespace FirstParty.Faults;

/// <summary>Kills a process in the middle of ingest, again and again, and looks at what it left.</summary>
internal sealed class KillRun(FaultTarget target, int seed)
{
    private const int MostActsARound = 60;

    private readonly Random _random = new(seed);
    private readonly Acknowledged _acknowledged = new();
    private TimeSpan _slowestStart;

    public async Task<KillReport> RunAsync(int kills)
    {
        for (var round = 0; round < kills; round++)
        {
            await KillOnceAsync(round);
        }

        return await new Inspection(target, _acknowledged).RunAsync(kills, _slowestStart);
    }

    /// <summary>Lets the child go on until it has acknowledged so many acts, then kills it at once.</summary>
    private async Task KillOnceAsync(int round)
    {
        var (kind, place) = target.Address;
        var started = Stopwatch.GetTimestamp();
        using var child = ChildProcess.Start("child", kind, place, round.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var until = _acknowledged.Acts + _random.Next(1, MostActsARound);
        while (_acknowledged.Acts < until && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready" && Stopwatch.GetElapsedTime(started) is var took && took > _slowestStart)
            {
                _slowestStart = took;
            }

            _acknowledged.Read(line);
        }

        child.Kill();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            _acknowledged.Read(line); // Said before the kill, and thus acknowledged.
        }

        await child.WaitForExitAsync();
    }
}
