using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Collector;

[TestFixture]
[NonParallelizable]
public sealed class LimitTests
{
    /// <summary>So many that the limits, which go by the real clock, cannot let all of them pass, however slow the machine.</summary>
    private const int Many = 200;

    private const string Track = """{"userId":"u","event":"Good"}""";

    [Test]
    public async Task Post_Answers429WithRetryAfter_WhenOneAddressSendsTooMuch()
    {
        await using var shop = await Shop.OpenAsync(options =>
        {
            options.Collector.Limits.RequestsPerSecondPerAddress = 1;
            options.Collector.Limits.BurstPerAddress = 2;
        });
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => shop.FromServerAsync("/fp/v1/t", Track)));
        var refusals = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        (Many - refusals.Count).ShouldBeInRange(2, 3 + (int)Stopwatch.GetElapsedTime(started).TotalSeconds);
        var refused = refusals[0];
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThanOrEqualTo(1);
        (await refused.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooManyRequests");
    }

    [Test]
    public async Task Post_SaysWhenRequestsAreTakenAgain_InBothWays()
    {
        var noon = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        await using var shop = await Shop.OpenAsync(
            options => options.Collector.Limits.MaxBytesInFlight = 10, cdp => cdp.UseTime(new SteppingTime { Now = noon }));
        var answer = await shop.FromServerAsync("/fp/v1/t", Track);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Headers.GetValues("X-RateLimit-Reset").Single().ShouldBe("1795348801", "Noon and one second, in seconds since 1970.");
    }

    [Test]
    public async Task Post_CountsAVisitorsEvents_NotOnlyItsRequests()
    {
        await using var shop = await Shop.OpenAsync(options =>
        {
            AnyNumberOfRequests(options.Collector.Limits);
            options.Collector.Limits.EventsPerSecondPerVisitor = 1;
            options.Collector.Limits.EventBurstPerVisitor = 10;
        });
        var cookie = (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).Cookie()!;
        var ten = "{\"batch\":[" + string.Join(',', Enumerable.Repeat("""{"type":"track","event":"Good"}""", 10)) + "]}";
        (await shop.FromPageAsync("/fp/v1/b", ten, cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refused = (await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => shop.FromPageAsync("/fp/v1/b", ten, cookie))))
            .First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        (await refused.JsonAsync()).GetProperty("reason").GetString().ShouldBe("tooManyEvents");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await shop.FromServerAsync("/fp/v1/b", ten.Replace("\"event\"", "\"userId\":\"u\",\"event\"", StringComparison.Ordinal))).StatusCode
            .ShouldBe(HttpStatusCode.OK, "A server is nobody's visitor.");
    }

    [Test]
    public async Task Post_CountsAVisitorsBytes()
    {
        await using var shop = await Shop.OpenAsync(options =>
        {
            AnyNumberOfRequests(options.Collector.Limits);
            options.Collector.Limits.KilobytesPerSecondPerVisitor = 1;
            options.Collector.Limits.KilobyteBurstPerVisitor = 20;
        });
        var cookie = (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).Cookie()!;
        var large = """{"event":"Good","properties":{"pad":"@"}}""".Replace("@", new string('x', 15_000), StringComparison.Ordinal);
        (await shop.FromPageAsync("/fp/v1/t", large, cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => shop.FromPageAsync("/fp/v1/t", large, cookie))))
            .ShouldContain(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Test]
    public void Body_IsCountedByWhatHasCome_NotByWhatMayCome()
    {
        var inFlight = new BytesInFlight(20_000);
        using (var body = new PooledBody(WireLimits.MaxBatchBytes, inFlight))
        {
            inFlight.Held.ShouldBe(0, "Nothing has come yet, whatever was announced.");
            body.Append(new ReadOnlySequence<byte>(new byte[100])).ShouldBeNull();
            inFlight.Held.ShouldBeLessThanOrEqualTo(4096);
            body.Append(new ReadOnlySequence<byte>(new byte[10_000])).ShouldBeNull();
            inFlight.Held.ShouldBeInRange(10_100, 20_000);
            body.ToArray().Length.ShouldBe(10_100);
            body.Append(new ReadOnlySequence<byte>(new byte[10_000]))!.Reason.ShouldBe("saturated");
        }

        inFlight.Held.ShouldBe(0);
    }

    [Test]
    public void Body_EndsAtItsLimit([Values(99, 100, 101)] int length)
    {
        using var body = new PooledBody(100, new BytesInFlight(1_000_000));
        body.Append(new ReadOnlySequence<byte>(new byte[length / 2])).ShouldBeNull();
        body.Append(new ReadOnlySequence<byte>(new byte[length - (length / 2)]))?.Reason.ShouldBe("tooLarge");
        (body.ToArray().Length == length).ShouldBe(length <= 100);
    }

    [Test]
    public async Task Post_Answers429ToOneVisitor_AndNotToAnother()
    {
        await using var shop = await Shop.OpenAsync(options =>
        {
            options.Collector.Limits.RequestsPerSecondPerVisitor = 1;
            options.Collector.Limits.BurstPerVisitor = 1;
        });
        var first = (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).Cookie();
        var second = (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).Cookie();
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""", first)));
        answers.Select(answer => answer.StatusCode).ShouldContain(HttpStatusCode.TooManyRequests);
        (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""", second)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task Post_Answers429_WhenTheBodiesInMemoryAreTooMany()
    {
        await using var shop = await Shop.OpenAsync(options => options.Collector.Limits.MaxBytesInFlight = 10);
        var answer = await shop.FromServerAsync("/fp/v1/t", Track);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await answer.JsonAsync()).GetProperty("reason").GetString().ShouldBe("saturated");
    }

    [Test]
    public async Task Post_Answers503_WhenThePlatformIsStopping()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.FromServerAsync("/fp/v1/t", Track);
        await shop.Cdp.DisposeAsync();
        var answer = await shop.FromServerAsync("/fp/v1/t", Track);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [TestCase(BotPolicy.Flag, true)]
    [TestCase(BotPolicy.Ignore, true)]
    [TestCase(BotPolicy.Drop, false)]
    public async Task Bots_AreFlaggedOrDropped_AndCounted(BotPolicy policy, bool isStored)
    {
        using var counted = new Counted("firstparty.collector.bots");
        await using var shop = await Shop.OpenAsync(options => options.Collector.Bots = policy);
        var answer = await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""", also: request =>
            request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var export = policy == BotPolicy.Drop ? null : await shop.Cdp.Privacy.ExportAsync(answer.Visitor());
        (await shop.Cdp.Profiles.CountAsync()).ShouldBe(isStored ? 1 : 0);
        (export is not null).ShouldBe(isStored);
        (export?.Events.Single().Context.ContainsKey("bot") ?? false).ShouldBe(policy == BotPolicy.Flag);
        counted.Sum.ShouldBe(1);
    }

    [Test]
    public async Task Metrics_CountItemsByStatus_RefusalsAndWhatTheClientDropped()
    {
        using var items = new Counted("firstparty.collector.items");
        using var refusals = new Counted("firstparty.collector.refusals");
        using var dropped = new Counted("firstparty.collector.client_dropped");
        await using var shop = await Shop.OpenAsync();
        await shop.FromServerAsync("/fp/v1/b", """{"dropped":7,"batch":[{"type":"track","userId":"u","event":"Good"},{"type":"x","userId":"u"}]}""");
        await shop.FromServerAsync("/fp/v1/b", "{");
        items.Sum.ShouldBe(2);
        items.Tags.ShouldBe(["accepted", "rejected"], ignoreOrder: true);
        refusals.Sum.ShouldBe(1);
        dropped.Sum.ShouldBe(7);
    }

    private static void AnyNumberOfRequests(RateLimitOptions limits) =>
        limits.RequestsPerSecondPerAddress = limits.BurstPerAddress = limits.RequestsPerSecondPerVisitor = limits.BurstPerVisitor = 1_000_000;

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Counted(string name)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                Sum += value;
                Tags.Add(tags.Length > 0 ? tags[0].Value?.ToString() : null);
            });
            _listener.Start();
        }

        public long Sum { get; private set; }

        /// <summary>The first tag of each measurement.</summary>
        public List<string?> Tags { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
