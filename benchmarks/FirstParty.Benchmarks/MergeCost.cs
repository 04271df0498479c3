using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
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
    private const int Acts = 15;

    private static readonly int[] Sizes = [1, 100, 1_000, 10_000, 100_000, 1_000_000];
    private static readonly Identifier Person = Identifier.UserId("ada");

    public static async Task RunAsync(int most)
    {
        await MeasureAsync("memory", 50_000, print: false); // So that no row pays for the compiler.
        await MeasureAsync("SQLite", 50_000, print: false);
        Console.WriteLine("| store | events of the merged profile | graph: merge, µs | rows written | LinkAsync, ms | x 1 event | SeparateAsync, ms | x 1 event | segments followed after, ms |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var store in (string[])["memory", "SQLite"])
        {
            (TimeSpan Link, TimeSpan Separate)? one = null;
            foreach (var size in Sizes.Where(size => size <= most))
            {
                one = await MeasureAsync(store, size, print: true, one);
            }
        }
    }

    private static async Task<(TimeSpan Link, TimeSpan Separate)> MeasureAsync(
        string store, int size, bool print, (TimeSpan Link, TimeSpan Separate)? one = null)
    {
        var folder = Directory.CreateTempSubdirectory("firstparty-merge-").FullName;
        try
        {
            FirstPartyStorage storage = store == "memory"
                ? new InMemoryStorage()
                : new SqliteStorage($"Data Source={Path.Combine(folder, "merge.db")}");
            var (best, rows) = await MeasureAsync(storage, size);
            var (link, separate, followed) = await ActAsync(storage);
            one ??= (link, separate);
            if (print)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {store} | {size:N0} | {best.TotalMicroseconds:N0} | {rows} | {link.TotalMilliseconds:N2} | {link / one.Value.Link:N2} "
                    + $"| {separate.TotalMilliseconds:N2} | {separate / one.Value.Separate:N2} | {followed.TotalMilliseconds:N1} |"));
            }

            return one.Value;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(TimeSpan Best, int Rows)> MeasureAsync(FirstPartyStorage storage, int size)
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

    private static LinkAssertion Link { get; } = new()
    {
        Id = FactId.Of("operator", "merge"), At = DateTimeOffset.UnixEpoch, Identifiers = [Person, Tablet(0)],
    };

    private static async Task FillAsync(FirstPartyStorage storage, IncrementalResolver resolver, int size)
    {
        for (var stored = 0; stored < size; stored += Batch)
        {
            LoggedEvent[] events = [.. Enumerable.Range(stored, Math.Min(Batch, size - stored)).Select(number => Event(number, Person))];
            await AppendAsync(storage, resolver, events);
        }

        await AppendAsync(storage, resolver, [.. Enumerable.Range(0, Acts).Select(tablet => Event(-1 - tablet, Tablet(tablet)))]);
    }

    private static Identifier Tablet(int number) => Identifier.AnonymousId($"tablet-{number}");

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

    /// <summary>The whole acts, as a host calls them; each begins when everything before it is done, the segments included.</summary>
    private static async Task<(TimeSpan Link, TimeSpan Separate, TimeSpan Followed)> ActAsync(FirstPartyStorage storage)
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => new OpenedStorage(storage))
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
            .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500)));
        await cdp.Segments.WhenCurrentAsync();
        await cdp.Segments.RefreshAsync();
        var (link, separate, followed) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var act = 0; act < Acts; act++)
        {
            var tablet = Tablet(act);
            link.Add(await TimeAsync(async () => await cdp.Profiles.LinkAsync(Person, tablet)));
            followed.Add(await TimeAsync(async () => await cdp.Segments.RefreshAsync()));
            separate.Add(await TimeAsync(async () => await cdp.Profiles.SeparateAsync(Person, tablet)));
            followed.Add(await TimeAsync(async () => await cdp.Segments.RefreshAsync()));
        }

        return (Median(link), Median(separate), Median(followed));
    }

    // Each act finds a component with one device more than the one before: the middle one is the same for every size.
    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        GC.Collect(); // What an earlier look has read is not this act's to clear away.
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A storage that is open already.</summary>
    private sealed class OpenedStorage(FirstPartyStorage storage) : FirstPartyStorage
    {
        public override bool IsSingleWriter => storage.IsSingleWriter;

        public override ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) => storage.BeginWriteAsync(cancellationToken);

        public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) => storage.BeginReadAsync(cancellationToken);

        public override ValueTask DisposeAsync() => storage.DisposeAsync();
    }
}
