using System.Text;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Tests.Wire;

/// <summary>Reads bodies as the collector does, without a server around it.</summary>
internal static class Read
{
    public static EventOrigin Server { get; } = new(new Sender("server-api", SenderTrust.Host));

    public static ReadItem One(string json, EventKind? kind = EventKind.Track, EventOrigin? origin = null)
    {
        EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(json), isBatch: false, out var envelope).ShouldBeNull();
        return new EventReader(envelope, origin ?? Server).Read(envelope.Items.ShouldHaveSingleItem(), kind);
    }

    public static List<ReadItem> Batch(string json, EventOrigin? origin = null) => Batch(Encoding.UTF8.GetBytes(json), origin);

    public static List<ReadItem> Batch(byte[] json, EventOrigin? origin = null)
    {
        EnvelopeReader.TryRead(json, isBatch: true, out var envelope).ShouldBeNull();
        var reader = new EventReader(envelope, origin ?? Server);
        return [.. envelope.Items.Select(item => reader.Read(item, null))];
    }

    public static RequestRefusal? Refusal(string json, bool isBatch = true) =>
        EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(json), isBatch, out _);
}
