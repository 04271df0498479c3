using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite;
using FirstParty.Storage;

namespace FirstParty.Benchmarks;

/// <summary>
/// What it costs to merge two people, by the number of events that one of them has: the resolution with its reads and writes, in memory and in a
/// file, and the whole act on a platform, which makes the merged profile anew from its events. The best of many runs, which other programs of the
/// machine disturb least.
/// </summary>
internal static class MergeCost
{
    private const int Batch = 10_000;
    private const int Runs = 400;

    private static readonly int[] Sizes = [1, 1_000, 100_000, 1_000_000];
    private static readonly Identifier Person = Identifier.UserId("ada");

    public static async Task RunAsync(int most)
    {
        Console.WriteLine("| events of the merged profile | memory: merge, µs | rows written | SQLite: merge, µs | rows written | platform over SQLite: link, ms |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|");
        await MeasureAsync(new InMemoryStorage(), 50_000); // So that no row pays for the compiler.
        await MeasureFileAsync(50_000);
        foreach (var size in Sizes.Where(size => size <= most))
        {
            var (memory, inMemory) = await MeasureAsync(new InMemoryStorage(), size);
            var (file, inFile, whole) = await MeasureFileAsync(size);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size:N0} | {memory.TotalMicroseconds:N0} | {inMemory} | {file.TotalMicroseconds:N0} | {inFile} | {whole.TotalMilliseconds:N1} |"));
        }
    }

    private static async Task<(TimeSpan Best, int Rows, TimeSpan Whole)> MeasureFileAsync(int size)
    {
        var folder = Directory.CreateTempSubdirectory("firstparty-merge-").FullName;
        var path = Path.Combine(folder, "merge.db");
        try
        {
            var (best, rows) = await MeasureAsync(
                new SqliteStorage($"Data Source={path}", new SqliteStorageOptions { Durability = SqliteDurability.Normal }), size);
            return (best, rows, await LinkAsync(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(TimeSpan Best, int Rows)> MeasureAsync(FirstPartyStorage storage, int size)
    {
        await using (storage)
        {
            await storage.OpenAsync(CancellationToken.None);
            var resolver = new IncrementalResolver(IdentityRules.Default, TimeProvider.System);
            await FillAsync(storage, resolver, size);
            var (best, rows) = (TimeSpan.MaxValue, 0);
            for (var run = 0; run < Runs; run++)
            {
                await using var session = await storage.BeginWriteAsync(CancellationToken.None);
                var started = Stopwatch.GetTimestamp();
                var change = await resolver.ApplyAsync(session.Identity, [Link], CancellationToken.None);
                best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
                rows = change.Written.Nodes.Length + change.Written.Links.Length + change.Written.Acts.Length + change.Written.History.Length;
            }

            return (best, rows); // No session was committed, so that each merged the two anew.
        }
    }

    private static LinkAssertion Link { get; } = new()
    {
        Id = FactId.Of("operator", "merge"), At = DateTimeOffset.UnixEpoch, Identifiers = [Person, Identifier.AnonymousId("tablet")],
    };

    private static async Task FillAsync(FirstPartyStorage storage, IncrementalResolver resolver, int size)
    {
        for (var stored = 0; stored < size; stored += Batch)
        {
            LoggedEvent[] events = [.. Enumerable.Range(stored, Math.Min(Batch, size - stored)).Select(number => Event(number, Person))];
            await AppendAsync(storage, resolver, events);
        }

        await AppendAsync(storage, resolver, [Event(-1, Identifier.AnonymousId("tablet"))]);
    }

    private static async Task AppendAsync(FirstPartyStorage storage, IncrementalResolver resolver, LoggedEvent[] events)
    {
        await using var session = await storage.BeginWriteAsync(CancellationToken.None);
        await session.Events.AppendAsync(events, CancellationToken.None);
        await resolver.ApplyAsync(session.Identity, [.. events.Select(logged => logged.ToAssertion())], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    private static LoggedEvent Event(int number, Identifier who) => new()
    {
        Id = FactId.Of("server", $"m{number}"),
        Kind = EventKind.Track,
        Name = "Order Completed",
        Anchor = who,
        Identifiers = [who],
        OccurredAt = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(number),
        ReceivedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(number),
        Properties = new Attributes { ["total"] = number },
    };

    private static async Task<TimeSpan> LinkAsync(string path)
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseSqlite($"Data Source={path}"));
        var started = Stopwatch.GetTimestamp();
        await cdp.Profiles.LinkAsync(Person, Identifier.AnonymousId("tablet"));
        return Stopwatch.GetElapsedTime(started);
    }
}
