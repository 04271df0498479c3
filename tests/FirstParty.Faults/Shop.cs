using System.Globalization;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Faults;

/// <summary>The platform that faults befall, and what is handed to it.</summary>
internal static class Shop
{
    public const string Purpose = "personalisation";
    public const string Service = "essential.service";
    public const int EventsABatch = 50;
    public const int Spending = 200;

    private const int People = 40;

    public static ValueTask<CustomerDataPlatform> OpenAsync(FirstPartyStorage storage, TimeProvider? time = null, int spending = Spending) =>
        CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => storage)
            .UseTime(time ?? TimeProvider.System)
            .LongHistory(above: 40) // So that looks are owed when the process is killed.
            .Purpose(Purpose, LawfulBasis.Consent)
            .Source("web", Party.First)
            .Taxonomy(data => data.Trait("tea", DataKind.Qualitative).Event("Order Completed", DataKind.Quantitative))
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(3))
            .Segment("spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(1)).AtLeast(spending)));

    public static Identifier Person(int number) => Identifier.UserId($"u{number % People}");

    /// <summary>The id of one event of a batch: the same whenever the batch is sent.</summary>
    public static string MessageId(int producer, int batch, int item) =>
        string.Create(CultureInfo.InvariantCulture, $"p{producer}-b{batch}-e{item}");

    public static CustomerEvent[] Batch(int producer, int batch) => [.. Enumerable.Range(0, EventsABatch).Select(item => Event(producer, batch, item))];

    private static CustomerEvent Event(int producer, int batch, int item)
    {
        var who = Person((batch * 7) + item);
        CustomerEvent plain = item % 10 == 0
            ? new IdentifyEvent { Traits = new Attributes { ["tea"] = item % 20 == 0 ? "Sencha" : "Assam" } }
            : new TrackEvent { Name = "Order Completed", Properties = new Attributes { ["total"] = item } };
        return plain with
        {
            MessageId = MessageId(producer, batch, item),
            Source = "web",
            Identifiers = item % 5 == 0 ? [who, Identifier.AnonymousId($"device-{producer}-{who.Value}")] : [who],
        };
    }
}
