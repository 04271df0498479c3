using System.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Faults;

/// <summary>Hands in all that has piled up elsewhere, as fast as it is taken, from several callers at once.</summary>
internal static class BacklogRun
{
    private const int Callers = 8;
    private const int Slice = 2_000;

    public static async Task<BacklogReport> RunAsync(FaultTarget target, int events)
    {
        var refused = 0;
        var started = Stopwatch.GetTimestamp();
        TimeSpan took;
        await using (var cdp = await Shop.OpenAsync(target.Create()))
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, events).Chunk(Slice),
                new ParallelOptions { MaxDegreeOfParallelism = Callers },
                async (numbers, cancellationToken) =>
                {
                    var outcomes = await cdp.IngestAsync([.. numbers.Select(Event)], cancellationToken);
                    Interlocked.Add(ref refused, outcomes.Count(outcome => outcome.Status != EventStatus.Accepted));
                });
            took = Stopwatch.GetElapsedTime(started);
        }

        var (stored, again) = await SendAgainAsync(target, events);
        using var process = Process.GetCurrentProcess();
        return new BacklogReport(target.Address.Kind, events, refused, stored, again, took, process.PeakWorkingSet64);
    }

    /// <summary>How many are stored, and how many of the last are taken once more when they come again.</summary>
    private static async Task<(long Stored, int Again)> SendAgainAsync(FaultTarget target, int events)
    {
        var storage = target.Create();
        await using var cdp = await Shop.OpenAsync(storage);
        var repeated = await cdp.IngestAsync([.. Enumerable.Range(Math.Max(0, events - Slice), Math.Min(Slice, events)).Select(Event)]);
        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        return (await session.Events.CountAsync(CancellationToken.None), repeated.Count(outcome => outcome.Status == EventStatus.Accepted));
    }

    private static Identifier Who(int number) => Identifier.AnonymousId($"visitor-{number / 20}");

    private static CustomerEvent Event(int number) => new TrackEvent
    {
        Name = "Order Completed",
        Source = "web",
        MessageId = $"backlog-{number}",
        Identifiers = [Who(number)],
        Properties = new Attributes { ["total"] = number % 90 },
    };
}
