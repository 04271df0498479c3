using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;
using Microsoft.Data.Sqlite;

namespace FirstParty.Sqlite.Tests;

/// <summary>What a sweep frees is used again: where as much comes in as goes, the file stays as large as it is.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class RetentionSpaceTests
{
    private const int Events = 800;

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly StoppedClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task File_GrowsByTheMarksOfWhatWasSweptAlone_WhenAsMuchComesInAsGoes()
    {
        using var backend = new SqliteBackend();
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => backend.Create()).UseTime(_clock)
            .Source("web", Party.First)
            .Taxonomy(data => data.Event("Tea Tasted", DataKind.Quantitative, refine: tasted => tasted with { Retention = Month })));
        var empty = Pages(backend);
        await TasteAsync(cdp, round: 0);
        var full = Pages(backend);
        for (var round = 1; round <= 2; round++)
        {
            _clock.Advance(Month);
            (await cdp.Privacy.SweepAsync()).Events.ShouldBe(Events);
            Ask(backend, "PRAGMA freelist_count").ShouldBeGreaterThan((full - empty) / 2, "what was swept lay on these pages");
            await TasteAsync(cdp, round);
        }

        // An erased fact leaves a mark, by which it is known when it comes again; that is less than a tenth of an event.
        (Pages(backend) - full).ShouldBeLessThan(2 * (full - empty) / 10);
    }

    private static async Task TasteAsync(CustomerDataPlatform cdp, int round)
    {
        var note = new string('x', 300);
        foreach (var slice in Enumerable.Range(0, Events).Chunk(500))
        {
            (await cdp.IngestAsync([.. slice.Select(number => new TrackEvent
            {
                Name = "Tea Tasted",
                Source = "web",
                MessageId = $"r{round}-e{number}",
                Identifiers = [Identifier.UserId($"u{number % 50}")],
                Properties = new Attributes { ["note"] = note },
            })])).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        }
    }

    private static long Pages(SqliteBackend backend) => Ask(backend, "PRAGMA page_count");

    private static long Ask(SqliteBackend backend, string sql)
    {
        using var reader = new SqliteConnection($"Data Source={backend.Database};Mode=ReadOnly;Pooling=False");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
