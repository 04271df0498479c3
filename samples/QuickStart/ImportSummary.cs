using System.Globalization;
using FirstParty.Events;

namespace QuickStart;

/// <summary>What an import did, row by row.</summary>
internal sealed class ImportSummary
{
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private int _rows;
    private int _accepted;
    private int _duplicates;
    private int _alike;
    private int _free;
    private decimal _dollars;

    public List<(int Line, string Why)> Refused { get; } = [];

    public TimeSpan Elapsed { get; set; }

    public void Refuse(int line, string why)
    {
        _rows++;
        Refused.Add((line, why));
    }

    public void Add(int line, TrackEvent order, EventOutcome outcome)
    {
        _rows++;
        switch (outcome.Status)
        {
            case EventStatus.Accepted: _accepted++; break;
            case EventStatus.Duplicate: _duplicates++; break;
            default: Refused.Add((line, outcome.Detail ?? outcome.Reason.ToString())); return;
        }

        var total = order.Properties["total"].AsNumber()!.Value;
        _dollars += total;
        _free += total == 0 ? 1 : 0;
        _alike += _distinct.Add(order.MessageId!.Split('#')[0]) ? 0 : 1;
    }

    public async Task WriteAsync(TextWriter output)
    {
        async Task Line(FormattableString text) => await output.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));
        await Line($"rows        {_rows,12:N0}");
        await Line($"accepted    {_accepted,12:N0}");
        await Line($"duplicates  {_duplicates,12:N0}  stored by an earlier import");
        await Line($"refused     {Refused.Count,12:N0}");
        await Line($"alike       {_alike,12:N0}  rows that repeat another exactly; kept as separate purchases");
        await Line($"free        {_free,12:N0}  purchases of 0.00 dollars; kept");
        await Line($"dollars     {_dollars,12:N2}");
        await Line($"rate        {_rows / Math.Max(0.001, Elapsed.TotalSeconds),12:N0}  rows a second");
        foreach (var (line, why) in Refused.Take(20))
        {
            await Line($"refused     line {line}: {why}");
        }
    }
}
