using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>Almost everybody is new: two identifiers of one out of 20,000 people each, which are linked; two segments.</summary>
internal sealed class NewPeople : PostgreSqlLoad
{
    private const int People = 20_000;

    public override string Name => "new people";

    public override bool IsFresh => true;

    public override bool MayKeep => false;

    public override IReadOnlyList<string> Tables =>
        ["event_keys", "events", "identity_nodes", "identity_links", "profiles", "memberships", "flips", "segment_changes"];

    public override void Define(FirstPartyBuilder setup) => setup
        .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
        .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500));

    public override async Task SeedAsync(IReadOnlyList<CustomerDataPlatform> nodes) => await nodes[0].IngestAsync(Batch(-1, 100));

    public override CustomerEvent[] Batch(int number, int size)
    {
        var random = new Random(number);
        var batch = new CustomerEvent[size];
        for (var i = 0; i < size; i++)
        {
            var person = random.Next(People);
            batch[i] = new TrackEvent
            {
                MessageId = Guid.CreateVersion7().ToString("D"),
                Name = "Order Completed",
                Identifiers = [Identifier.UserId($"u{person}"), Identifier.AnonymousId($"8f1d2c3b-0000-4000-8000-{person:x12}")],
                Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK", ["note"] = new string('x', 150) },
            };
        }

        return batch;
    }
}
