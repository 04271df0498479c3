using System.Globalization;

namespace FirstParty.Faults;

/// <summary>What became of a backlog.</summary>
internal sealed record BacklogReport(string Store, int Events, int Refused, long Stored, int AcceptedAgain, TimeSpan Took, long PeakBytes)
{
    private const long MostBytes = 1L << 30;

    public bool IsSound => Refused == 0 && Stored == Events && AcceptedAgain == 0 && PeakBytes < MostBytes;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Store}: a backlog of {Events:N0} events, {Refused} refused, {Stored:N0} stored, {AcceptedAgain} taken twice when the last were sent again, "
            + $"{Events / Took.TotalSeconds:N0} events a second, peak memory {PeakBytes >> 20:N0} MB");
}
