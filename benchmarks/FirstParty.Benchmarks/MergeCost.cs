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
/// file, and the whole act on a platform. All of them live in one store, and each turn merges and parts each of them once, so that whatever disturbs the
/// machine disturbs all rows alike; the first turns are not counted. The looks that follow the acts are taken beside the writer, by themselves within
/// moments: here they are asked for, in turns of their own.
/// </summary>
internal static class MergeCost
{
    private const int Batch = 20_000;
    private const int Runs = 400;
    private const int WarmTurns = 5;
    private const int LookTurns = 3;
    private const int WarmActs = 60;

    private static readonly int[] Sizes = [1, 100, 1_000, 10_000, 100_000, 1_000_000];
    private static readonly Person Warm = new("warm", 50);

    public static async Task RunAsync(int most, int turns)
    {
        Console.WriteLine("| store | events of the merged profile | graph: merge, µs | rows written | LinkAsync, ms | x 1 event | SeparateAsync, ms | x 1 event | segments followed after, ms |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var store in (string[])["memory", "SQLite"])
        {
            var folder = Directory.CreateTempSubdirectory("firstparty-merge-").FullName;
            try
            {
                FirstPartyStorage storage = store == "memory"
                    ? new InMemoryStorage()
                    : new SqliteStorage($"Data Source={Path.Combine(folder, "merge.db")}");
                await MeasureAsync(store, storage, [.. Sizes.Where(size => size <= most).Select(size => new Person($"ada-{size}", size))], turns);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(string store, FirstPartyStorage storage, Person[] people, int turns)
    {
        await storage.OpenAsync(CancellationToken.None);
        var resolver = new IncrementalResolver(IdentityRules.Default, TimeProvider.System);
        foreach (var person in people.Append(Warm))
        {
            await FillAsync(storage, resolver, person, Math.Max(WarmActs, turns + WarmTurns + LookTurns));
        }

        await GraphAsync(storage, resolver, people);
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => new OpenedStorage(storage))
            .UseTime(new SilentTime())
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
            .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500)));
        await cdp.Segments.WhenCurrentAsync();
        await cdp.Segments.RefreshAsync();
        for (var act = 0; act < WarmActs; act++)
        {
            await ActAsync(cdp, Warm, act, looks: true);
        }

        for (var turn = 0; turn < LookTurns + WarmTurns + turns; turn++)
        {
            if (turn == LookTurns + WarmTurns)
            {
                Array.ForEach(people, person => person.Forget());
            }

            foreach (var person in turn % 2 == 0 ? people : people.Reverse())
            {
                await ActAsync(cdp, person, turn, looks: turn < LookTurns);
            }
        }

        foreach (var person in people)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {store} | {person.Events:N0} | {person.Graph.TotalMicroseconds:N0} | {person.Rows} | {Median(person.Link):N2} | {Median(person.Link) / Median(people[0].Link):N2} "
                + $"| {Median(person.Separate):N2} | {Median(person.Separate) / Median(people[0].Separate):N2} | {Median(person.Followed):N1} |"));
        }
    }

    private static async Task GraphAsync(FirstPartyStorage storage, IncrementalResolver resolver, Person[] people)
    {
        for (var run = 0; run < Runs; run++)
        {
            foreach (var person in people)
            {
                await using var session = await storage.BeginWriteAsync(CancellationToken.None);
                var started = Stopwatch.GetTimestamp();
                var change = await resolver.ApplyAsync(session.Identity, [person.Merge], CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(started); // No session is committed, so that each merges the two anew.
                person.Graph = run == 0 || took < person.Graph ? took : person.Graph;
                person.Rows = change.Written.Nodes.Length + change.Written.Links.Length + change.Written.Acts.Length + change.Written.History.Length;
            }
        }
    }

    private static async Task FillAsync(FirstPartyStorage storage, IncrementalResolver resolver, Person person, int tablets)
    {
        for (var stored = 0; stored < person.Events; stored += Batch)
        {
            await AppendAsync(storage, resolver, [.. Enumerable.Range(stored, Math.Min(Batch, person.Events - stored)).Select(number => person.Event(number, person.Id))], 1);
        }

        await AppendAsync(storage, resolver, [.. Enumerable.Range(0, tablets).Select(tablet => person.Event(-1 - tablet, person.Tablet(tablet)))], tablets);
    }

    /// <param name="storage">The store.</param>
    /// <param name="resolver">The resolver.</param>
    /// <param name="events">The events.</param>
    /// <param name="telling">How many of them say something of who is who; the others repeat it.</param>
    private static async Task AppendAsync(FirstPartyStorage storage, IncrementalResolver resolver, LoggedEvent[] events, int telling)
    {
        await using var session = await storage.BeginWriteAsync(CancellationToken.None);
        await session.Events.AppendAsync(events, CancellationToken.None);
        await resolver.ApplyAsync(session.Identity, [.. events.Take(telling).Select(logged => logged.ToAssertion())], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    /// <summary>The whole acts, as a host calls them.</summary>
    private static async Task ActAsync(CustomerDataPlatform cdp, Person person, int act, bool looks)
    {
        var tablet = person.Tablet(act);
        person.Link.Add(await TimeAsync(async () => await cdp.Profiles.LinkAsync(person.Id, tablet)));
        await LookAsync();
        person.Separate.Add(await TimeAsync(async () => await cdp.Profiles.SeparateAsync(person.Id, tablet)));
        await LookAsync();

        async Task LookAsync()
        {
            if (looks)
            {
                person.Followed.Add(await TimeAsync(async () => await cdp.Segments.RefreshAsync()));
            }
        }
    }

    // Each act finds a component with one device more than the one before: the middle one is the same for every size.
    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Somebody with so many events, and devices of their own to be merged with; and what that cost.</summary>
    private sealed class Person(string name, int events)
    {
        public int Events => events;

        public Identifier Id { get; } = Identifier.UserId(name);

        public TimeSpan Graph { get; set; }

        public int Rows { get; set; }

        public List<double> Link { get; } = [];

        public List<double> Separate { get; } = [];

        public List<double> Followed { get; } = [];

        public LinkAssertion Merge => new() { Id = FactId.Of("operator", $"merge-{name}"), At = DateTimeOffset.UnixEpoch, Identifiers = [Id, Tablet(0)] };

        public Identifier Tablet(int number) => Identifier.AnonymousId($"{name}-tablet-{number}");

        public LoggedEvent Event(int number, Identifier who) => new()
        {
            Id = FactId.Of("server", $"{name}-{number}"),
            Kind = EventKind.Track,
            Name = "Order Completed",
            Anchor = who,
            Identifiers = [who],
            OccurredAt = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(number),
            ReceivedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(number),
            Properties = new Attributes { ["total"] = number },
        };

        public void Forget()
        {
            Link.Clear();
            Separate.Clear();
        }
    }

    /// <summary>The time of the system, whose timers never ring.</summary>
    private sealed class SilentTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new SilentTimer();

        private sealed class SilentTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
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
