using System.Diagnostics.Metrics;
using FirstParty.AspNetCore.Wire;
using FirstParty.Diagnostics;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Collector;

/// <summary>What the endpoints count, under the library's own meter. No tag ever holds a personal datum.</summary>
internal static class CollectorMetrics
{
    private static readonly Meter Meter = new(FirstPartyDiagnostics.MeterName);

    private static readonly Counter<long> Items = Meter.CreateCounter<long>(
        "firstparty.collector.items", "{event}", "Events that arrived by HTTP, by what became of them.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "firstparty.collector.refusals", "{request}", "Requests that were refused whole, by reason.");

    private static readonly Counter<long> ClientDropped = Meter.CreateCounter<long>(
        "firstparty.collector.client_dropped", "{event}", "Events that browsers had to drop before they could send them, by their own account.");

    private static readonly Counter<long> Bots = Meter.CreateCounter<long>(
        "firstparty.collector.bots", "{event}", "Events of programs that call themselves bots, by what was done with them.");

    public static void Settled(EventOutcome outcome) => Items.Add(
        1, new("status", ReasonNames.Of(outcome.Status)), new("reason", ReasonNames.Of(outcome.Reason)));

    public static void Refused(string reason) => Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public static void DroppedByClient(int count)
    {
        if (count > 0)
        {
            ClientDropped.Add(count);
        }
    }

    public static void Bot(BotPolicy policy, int count) => Bots.Add(count, new KeyValuePair<string, object?>("action", ActionOf(policy)));

    private static string ActionOf(BotPolicy policy) => policy switch
    {
        BotPolicy.Drop => "drop",
        BotPolicy.Ignore => "ignore",
        _ => "flag",
    };
}
