using System.Buffers.Binary;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Benchmarks;

/// <summary>Events of 300 bytes, with ids of either kind, of people who grow in number with the log.</summary>
internal sealed class LogEvents(bool timeOrdered, int eventsAPerson)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Attributes Body = new Attributes
    {
        ["total"] = 49.90m, ["currency"] = "SEK", ["note"] = new string('x', 250),
    }.Freeze();

    private readonly Random _random = new(7);
    private int _made;

    public List<LoggedEvent> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public UInt128 NextKey()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        var uuid = timeOrdered ? Guid.CreateVersion7(Start.AddMilliseconds(_made / 10.0)) : new Guid(bytes);
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private LoggedEvent Next()
    {
        var person = _made % eventsAPerson == 0 ? _made / eventsAPerson : _random.Next((_made / eventsAPerson) + 1);
        _made++;
        var who = Identifier.AnonymousId($"8f1d2c3b-0000-4000-8000-{person * 2_654_435_761L % 1_000_000_007:x12}");
        return new LoggedEvent
        {
            Id = new FactId("web", NextKey()),
            Fingerprint = _made,
            Kind = EventKind.Track,
            Name = "Order Completed",
            Anchor = who,
            Identifiers = [who],
            OccurredAt = Start.AddMilliseconds(_made),
            ReceivedAt = Start.AddMilliseconds(_made + 50),
            Properties = Body,
        };
    }
}
