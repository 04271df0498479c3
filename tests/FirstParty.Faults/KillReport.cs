using System.Globalization;

namespace FirstParty.Faults;

/// <summary>What was found after a process had been killed many times.</summary>
internal sealed record KillReport(
    string Store,
    int Kills,
    int Acknowledged,
    int Lost,
    int Duplicates,
    long Stored,
    IReadOnlyList<string> Problems,
    bool LiveIsRebuilt,
    TimeSpan SlowestStart)
{
    public bool IsSound => Lost == 0 && Duplicates == 0 && Problems.Count == 0 && LiveIsRebuilt;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Store}: {Kills} kills, {Acknowledged:N0} acts acknowledged, {Lost} lost, {Duplicates} duplicates, {Stored:N0} events stored, "
            + $"check {(Problems.Count == 0 ? "ok" : string.Join("; ", Problems))}, live {(LiveIsRebuilt ? "==" : "!=")} rebuilt, "
            + $"process start to first answer at most {SlowestStart.TotalSeconds:F1} s");
}
