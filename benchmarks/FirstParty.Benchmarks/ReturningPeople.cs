using FirstParty.Consent;
using FirstParty.Events;

namespace FirstParty.Benchmarks;

/// <summary>
/// People who come again, as the line into SQLite is measured with: of 10,000 who agreed and did something before, each batch brings five events of each
/// of some, 200 in a batch of 1,000; 20 segments.
/// </summary>
internal sealed class ReturningPeople : PostgreSqlLoad
{
    private const int EventsAPerson = 5;
    private const int Groups = 4;
    private const int Stride = 24 * Groups; // Stays within the group, and is back after 625 people.
    private const int Visits = 4;
    private const int EventsAVisit = 2;
    private const int Page = 500;

    public override string Name => "people who come again";

    public override bool IsFresh => false;

    public override bool MayKeep => true;

    // Not identity_nodes: nobody's node changes, and who held it last is the line's own affair.
    public override IReadOnlyList<string> Tables => ["event_keys", "events", "profiles", "memberships", "flips", "segment_changes"];

    public override void Define(FirstPartyBuilder setup) => LineWorkload.Define(setup);

    /// <summary>Everybody agrees, then comes four times, so that each of four nodes has met everybody.</summary>
    public override async Task SeedAsync(IReadOnlyList<CustomerDataPlatform> nodes)
    {
        foreach (var people in Enumerable.Range(0, LineWorkload.People).Chunk(Page))
        {
            await nodes[0].Consent.RecordAsync([.. people.Select(person => new ConsentRecord
            {
                Subject = LineWorkload.Person(person),
                Act = ConsentAct.Granted,
                Purpose = LineWorkload.Purpose,
                OccurredAt = DateTimeOffset.UtcNow,
            })]);
        }

        for (var visit = 0; visit < Visits; visit++)
        {
            for (var first = 0; first < LineWorkload.People; first += Page)
            {
                await nodes[(visit + (first / Page)) % nodes.Count].IngestAsync(Of(first, 1, Page, Page * EventsAVisit));
            }
        }
    }

    public override CustomerEvent[] Batch(int number, int size) =>
        Of((new Random(number).Next(LineWorkload.People / Groups) * Groups) + (number % Groups), Stride, size / EventsAPerson, size);

    private static CustomerEvent[] Of(int first, int stride, int people, int size)
    {
        var batch = new CustomerEvent[size];
        for (var i = 0; i < size; i++)
        {
            batch[i] = new TrackEvent
            {
                MessageId = Guid.CreateVersion7().ToString("D"),
                Name = i % EventsAPerson == 0 ? "Order Completed" : "Product Viewed",
                Source = "web",
                Identifiers = [LineWorkload.Person((first + ((i % people) * stride)) % LineWorkload.People)],
                Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK" },
            };
        }

        return batch;
    }
}
