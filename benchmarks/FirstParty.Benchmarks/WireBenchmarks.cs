using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.Benchmarks;

/// <summary>From a body of 1,000 events to events, against System.Text.Json's own document, which checks nothing but the syntax.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private const int Events = 1_000;

    private readonly EventOrigin _server = new(new Sender("backend", SenderTrust.Host));
    private byte[] _body = [];

    [GlobalSetup]
    public void SetUp() => _body = Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(',', Enumerable.Range(0, Events).Select(i =>
        $$$"""{"type":"track","messageId":"m-{{{i}}}","userId":"u{{{i % 200}}}","event":"Order Completed","timestamp":"2026-11-21T10:00:00.000Z","properties":{"total":49.9,"currency":"SEK","products":[{"sku":"fjord","quantity":1}]},"context":{"library":{"name":"x","version":"1"},"locale":"sv-SE"}}""")) + "]}");

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int JsonDocumentAlone()
    {
        using var document = JsonDocument.Parse(_body);
        var length = 0;
        foreach (var item in document.RootElement.GetProperty("batch").EnumerateArray())
        {
            length += item.GetProperty("event").GetString()!.Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Collector()
    {
        if (EnvelopeReader.TryRead(_body, isBatch: true, out var envelope) is not null)
        {
            throw new InvalidOperationException("The body is refused.");
        }

        var reader = new EventReader(envelope, _server);
        var length = 0;
        foreach (var item in envelope.Items)
        {
            length += ((TrackEvent)reader.Read(item, null).Event!).Name.Length;
        }

        return length;
    }
}
