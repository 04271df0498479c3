using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Sqlite;
using FirstParty.Taxonomies;
using Microsoft.Data.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>
/// What the line is measured with: batches of 1,000 events of 200 people out of 10,000, classified, collected for a purpose that each of them agreed
/// to, deduplicated, resolved, merged, and judged by 20 segments.
/// </summary>
internal sealed class LineWorkload : IAsyncDisposable
{
    public const int Events = 1_000;
    public const int PeopleABatch = 200;
    public const int People = 10_000;

    public const string Order = "Order Completed";

    public const string Purpose = "personalisation";

    private readonly string _folder;
    private readonly Random _random = new(11);

    private LineWorkload(string folder, CustomerDataPlatform platform) => (_folder, Platform) = (folder, platform);

    public CustomerDataPlatform Platform { get; }

    /// <summary>A folder that goes with the workload.</summary>
    public string Folder => _folder;

    public static async Task<LineWorkload> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("firstparty-bench-").FullName;
        var platform = await CustomerDataPlatform.OpenAsync(setup => Define(setup.UseSqlite($"Data Source={Path.Combine(folder, "platform.db")}")));
        var line = new LineWorkload(folder, platform);
        foreach (var people in Enumerable.Range(0, People).Chunk(500))
        {
            await Task.WhenAll(people.Select(person => platform.Consent.GrantAsync(Person(person), Purpose).AsTask()));
        }

        return line;
    }

    /// <summary>What is known of the data, what it is collected for, and 20 segments.</summary>
    public static void Define(FirstPartyBuilder setup)
    {
        setup
            .Purpose(Purpose, LawfulBasis.Consent)
            .Source("web", Party.First)
            .Taxonomy(data => data
                .Event("Order Completed", DataKind.Quantitative, purpose: Purpose)
                .Event("Product Viewed", DataKind.Quantitative, purpose: Purpose)
                .Trait("favouriteTea", DataKind.Qualitative, purpose: Purpose));
        for (var i = 0; i < 20; i++)
        {
            setup.Segment($"segment-{i}", Definition(i), Purpose);
        }
    }

    public async Task IngestAsync() => await Platform.IngestAsync(Batch());

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    public static Identifier Person(int person) => Identifier.UserId($"u{person}");

    public CustomerEvent[] Batch()
    {
        var first = _random.Next(People);
        var events = new CustomerEvent[Events];
        for (var i = 0; i < Events; i++)
        {
            events[i] = new TrackEvent
            {
                Name = i % 5 == 0 ? Order : "Product Viewed",
                Source = "web",
                Identifiers = [Person((first + ((i % PeopleABatch) * 97)) % People)],
                Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK" },
            };
        }

        return events;
    }

    private static SegmentRule Definition(int number) => (number % 5) switch
    {
        0 => Rule.Count("Order Completed").AtLeast(1 + number),
        1 => Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(100 * number),
        2 => Rule.All(Rule.HasTrait("favouriteTea"), Rule.Count("Product Viewed").Over(TimeSpan.FromDays(30)).AtLeast(number)),
        3 => Rule.Not(Rule.Event("Order Completed").Over(TimeSpan.FromDays(number)).AtLeastOnce()),
        _ => Rule.Any(Rule.Count("Product Viewed").Over(TimeSpan.FromDays(7)).AtLeast(number), Rule.Count("Order Completed").AtLeast(3)),
    };
}
