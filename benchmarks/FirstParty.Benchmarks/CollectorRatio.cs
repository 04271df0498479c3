using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FirstParty.AspNetCore;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FirstParty.Benchmarks;

/// <summary>
/// Requests of ten events over Kestrel on loopback, stored in SQLite, against the same events handed to the same platform without HTTP, turn by turn. The
/// client writes prepared bytes to a socket in the same process, so its part of the processor is in the figure too.
/// </summary>
internal static class CollectorRatio
{
    private const int Callers = 32;
    private const int RequestsATurn = 20;
    private const int PerRequest = 10;
    private const int WarmUp = 10;
    private const int EventsATurn = Callers * RequestsATurn * PerRequest;

    public static async Task RunAsync(int turns)
    {
        var folder = Directory.CreateTempSubdirectory("firstparty-bench-").FullName;
        await using (var app = await OpenAsync(folder))
        {
            var platform = app.Services.GetRequiredService<CustomerDataPlatform>();
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            using var callers = new Connections(address, Callers);
            List<double> with = [], without = [];
            for (var turn = -WarmUp; turn < turns; turn++)
            {
                var started = Stopwatch.GetTimestamp();
                await InParallelAsync((_, request) => platform.IngestAsync(Events(request)).AsTask());
                var plain = Stopwatch.GetElapsedTime(started);
                started = Stopwatch.GetTimestamp();
                await InParallelAsync((caller, request) => callers.PostAsync(caller, Body(request)));
                var http = Stopwatch.GetElapsedTime(started);
                if (turn >= 0)
                {
                    without.Add(EventsATurn / plain.TotalSeconds);
                    with.Add(EventsATurn / http.TotalSeconds);
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| collector over HTTP, 10 events a request, stored, against the pipeline without HTTP | {Median(with.Zip(without, (one, other) => one / other)):F2} | >= 0.5 |"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"medians: {Median(with):F0} events/s over HTTP, {Median(without):F0} without; {turns} turns of {EventsATurn} events, {Callers} callers"));
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<WebApplication> OpenAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddFirstParty(cdp => cdp.UseSqlite($"Data Source={Path.Combine(folder, "shop.db")}").Source("web", Party.First));
        var app = builder.Build();
        app.MapFirstParty("/fp", options =>
        {
            options.ServerKey("key", source: "server");
            options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1_000_000;
        });
        await app.StartAsync();
        return app;
    }

    private static Task InParallelAsync(Func<int, int, Task> call) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
    {
        for (var i = 0; i < RequestsATurn; i++)
        {
            await call(caller, ((caller * RequestsATurn) + i) * PerRequest);
        }
    })));

    private static TrackEvent[] Events(int first) => [.. Enumerable.Range(first, PerRequest).Select(number => new TrackEvent
    {
        Name = "Order Completed",
        Identifiers = [Identifier.UserId($"u{number % 2_000}")],
        Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK" }.Freeze(),
    })];

    private static byte[] Body(int first) => Encoding.UTF8.GetBytes($$"""{"writeKey":"key","batch":[{{string.Join(',', Enumerable.Range(first, PerRequest).Select(Item))}}]}""");

    private static string Item(int number) =>
        $$$"""{"type":"track","userId":"u{{{number % 2_000}}}","event":"Order Completed","properties":{"total":49.9,"currency":"SEK"}}""";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>One connection for each caller, kept open.</summary>
    private sealed class Connections : IDisposable
    {
        private readonly TcpClient[] _clients;
        private readonly byte[][] _buffers;
        private readonly string _host;

        public Connections(Uri address, int count)
        {
            _host = address.Authority;
            _clients = [.. Enumerable.Range(0, count).Select(_ => new TcpClient(address.Host, address.Port) { NoDelay = true })];
            _buffers = [.. Enumerable.Range(0, count).Select(_ => new byte[16 * 1024])];
        }

        public async Task PostAsync(int caller, byte[] body)
        {
            var stream = _clients[caller].GetStream();
            byte[] request = [.. Encoding.ASCII.GetBytes($"POST /fp/v1/batch HTTP/1.1\r\nHost: {_host}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
            await stream.WriteAsync(request);
            var (buffer, length) = (_buffers[caller], 0);
            while (!IsWhole(buffer.AsSpan(0, length)))
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length));
                length += read > 0 ? read : throw new IOException("The server hung up.");
            }

            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, length));
            }
        }

        public void Dispose() => Array.ForEach(_clients, client => client.Dispose());

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            var at = answer[..end].IndexOf("Content-Length: "u8);
            return at < 0
                ? answer.EndsWith("0\r\n\r\n"u8)
                : System.Buffers.Text.Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _) && answer.Length >= end + 4 + length;
        }
    }
}
