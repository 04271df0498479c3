using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Versions;

namespace FirstParty.Tests.Pipeline;

/// <summary>Whoever waits for the next change is woken by whatever makes one, and by nothing that comes after it.</summary>
[TestFixture]
[CancelAfter(120_000)]
public sealed class ChangeFeedTests
{
    private const string Service = "essential.service";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Laptop = Identifier.AnonymousId("laptop");
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private InMemoryStorage _storage = null!;
    private RingingClock _clock = null!;
    private CustomerDataPlatform _cdp = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void SetUp() => (_storage, _clock) = (new InMemoryStorage(), new RingingClock(Now));

    [TearDown]
    public async Task TearDown() => await _cdp.DisposeAsync();

    [TestCase("event", SegmentChangeCause.Fact)]
    [TestCase("quarantine", SegmentChangeCause.Fact)]
    [TestCase("background", SegmentChangeCause.Fact)]
    [TestCase("erasure", SegmentChangeCause.Erasure)]
    [TestCase("withdrawal", SegmentChangeCause.Consent)]
    [TestCase("objection", SegmentChangeCause.Consent)]
    [TestCase("new text", SegmentChangeCause.Time)]
    [TestCase("link", SegmentChangeCause.Identity)]
    [TestCase("separation", SegmentChangeCause.Identity)]
    [TestCase("retraction", SegmentChangeCause.Identity)]
    [TestCase("expiry", SegmentChangeCause.Identity)]
    [TestCase("sweep", SegmentChangeCause.Erasure)]
    [TestCase("window", SegmentChangeCause.Time)]
    [TestCase("consent runs out", SegmentChangeCause.Time)]
    [TestCase("rebuild", SegmentChangeCause.Definition)]
    [TestCase("changed taxonomy", SegmentChangeCause.Time)]
    public async Task SegmentLoop_IsWoken(string by, SegmentChangeCause cause)
    {
        _cdp = await OpenAsync(by == "background" ? ResolutionMode.Background : ResolutionMode.Inline, recordsTraits: false);
        await PrepareAsync(by);
        await _cdp.Segments.RefreshAsync(Token);
        var before = await _cdp.Segments.ChangesAsync(0, 100, Token);
        await _cdp.Segments.AcknowledgeAsync("me", before.Count == 0 ? 0 : before[^1].Sequence, Token);
        var feed = _cdp.Segments.ChangesAsync("me", Token).GetAsyncEnumerator(Token);
        var coming = feed.MoveNextAsync().AsTask();
        coming.IsCompleted.ShouldBeFalse();

        await DoAsync(by);
        (await coming.WaitAsync(Token)).ShouldBeTrue();
        feed.Current.Cause.ShouldBe(cause);
        await feed.DisposeAsync();
    }

    [TestCase("event", "tea")]
    [TestCase("erasure", null)]
    [TestCase("link", "tea")]
    [TestCase("retraction", null)]
    [TestCase("sweep", "tea")]
    [TestCase("background", "tea")]
    public async Task ProfileLoop_IsWoken(string by, string? trait)
    {
        _cdp = await OpenAsync(by == "background" ? ResolutionMode.Background : ResolutionMode.Inline, recordsTraits: true);
        if (by is not ("event" or "background"))
        {
            await SayAsync(by == "link" ? Laptop : Ada);
        }

        await _cdp.Segments.RefreshAsync(Token);
        await _cdp.Profiles.AcknowledgeAsync("me", (await _cdp.Profiles.ChangesAsync(0, Service, 100, Token)).Through, Token);
        var feed = _cdp.Profiles.ChangesAsync("me", Service, Token).GetAsyncEnumerator(Token);
        var coming = feed.MoveNextAsync().AsTask();
        coming.IsCompleted.ShouldBeFalse();

        await (by switch
        {
            "erasure" => _cdp.Privacy.EraseAsync(Ada, cancellationToken: Token).AsTask(),
            "link" => _cdp.Profiles.LinkAsync(Ada, Laptop, cancellationToken: Token).AsTask(),
            "retraction" => _cdp.Profiles.RetractAsync([FactId.Of("web", "said")], cancellationToken: Token).AsTask(),
            "sweep" => SweepAsync(),
            _ => SayAsync(Ada),
        });
        (await coming.WaitAsync(Token)).ShouldBeTrue();
        feed.Current.Trait.ShouldBe(trait);
        await feed.DisposeAsync();
    }

    /// <summary>Who keeps a copy elsewhere hears by a segment of those who permit its purpose when it is to be deleted.</summary>
    [TestCase("withdrawal")]
    [TestCase("objection")]
    [TestCase("consent runs out")]
    [TestCase("erasure")]
    public async Task SegmentOfPermission_IsLeft_WhenACopyMustGo(string by)
    {
        _cdp = await OpenAsync(ResolutionMode.Inline, recordsTraits: false);
        await SubscribeAsync();
        var feed = _cdp.Segments.ChangesAsync("copy", Token).GetAsyncEnumerator(Token);
        await NextAsync(SegmentTransition.Entered);
        await DoAsync(by);
        await NextAsync(SegmentTransition.Exited);
        await feed.DisposeAsync();

        async Task NextAsync(SegmentTransition transition)
        {
            do
            {
                (await feed.MoveNextAsync()).ShouldBeTrue();
            }
            while ((feed.Current.Segment, feed.Current.Transition, feed.Current.Profile) != ("letter-may", transition, ProfileId.Of(Ada)));
        }
    }

    private async Task PrepareAsync(string by)
    {
        switch (by)
        {
            case "event" or "background":
                break;
            case "quarantine":
                await WriteAsync(session => session.Quarantine.AddAsync(
                    [new QuarantinedEvent(FactId.Of("web", "aside"), Ordered("aside", Ada), Now, EventReason.UnknownEvent)], Token));
                break;
            case "rebuild" or "changed taxonomy":
                await OrderAsync("own", Laptop);
                await WriteAsync(session => session.Segments.ApplyAsync(
                    new SegmentUpdate { Changes = [new SegmentChange(ProfileId.Of(Laptop), "twice", SegmentTransition.Entered, Now, SegmentChangeCause.Fact)] }, Token));
                break;
            case "new text":
                await _cdp.Consent.PublishAsync("notice", new PolicyVersion(1, 0), "Once a month.", "letter", cancellationToken: Token);
                await SubscribeAsync();
                break;
            case "withdrawal" or "objection" or "consent runs out":
                await SubscribeAsync();
                break;
            case "sweep": // Long ago, so that no window ends meanwhile.
                await _cdp.IngestAsync(
                    [Ordered("1", Ada) with { Timestamp = Now - (2 * Month) }, Ordered("2", Ada) with { Timestamp = Now - (2 * Month) }], Token);
                break;
            case "link":
                await OrderAsync("1", Ada);
                await OrderAsync("2", Laptop);
                break;
            case "separation" or "expiry":
                await OrderAsync("1", Ada, Laptop);
                await OrderAsync("2", Laptop);
                break;
            default:
                await OrderAsync("1", Ada);
                break;
        }
    }

    private Task DoAsync(string by) => by switch
    {
        "event" or "background" => OrderAsync("1", Ada),
        "quarantine" => _cdp.ReplayQuarantineAsync(cancellationToken: Token).AsTask(),
        "erasure" => _cdp.Privacy.EraseAsync(Ada, cancellationToken: Token).AsTask(),
        "withdrawal" => _cdp.Consent.WithdrawAsync(Ada, "letter", cancellationToken: Token).AsTask(),
        "objection" => _cdp.Consent.ObjectAsync(Ada, "letter", cancellationToken: Token).AsTask(),
        "new text" => PublishAsync(),
        "link" => _cdp.Profiles.LinkAsync(Ada, Laptop, cancellationToken: Token).AsTask(),
        "separation" => _cdp.Profiles.SeparateAsync(Ada, Laptop, cancellationToken: Token).AsTask(),
        "retraction" => _cdp.Profiles.RetractAsync([FactId.Of("web", "1")], cancellationToken: Token).AsTask(),
        "expiry" => ExpireAsync(),
        "sweep" => SweepAsync(),
        "window" => PassAsync(2 * Month),
        "consent runs out" => PassAsync(4 * Month),
        "rebuild" => _cdp.RebuildAsync(Token).AsTask(),
        "changed taxonomy" => _cdp.RegateAsync(TaxonomyManifest.Parse(TaxonomyManifest.Of(_cdp.Taxonomy).ToString().Replace("Qualitative", "Descriptive", StringComparison.Ordinal)), Token).AsTask(),
        _ => throw new ArgumentOutOfRangeException(nameof(by)),
    };

    private async Task SubscribeAsync()
    {
        await _cdp.Consent.GrantAsync(Ada, "letter", cancellationToken: Token);
        await SayAsync(Ada);
    }

    private async Task PublishAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(1));
        await _cdp.Consent.PublishAsync("notice", new PolicyVersion(2, 0), "Once a week.", "letter", cancellationToken: Token);
        await PassAsync(TimeSpan.FromMinutes(1));
    }

    private Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    private async Task SweepAsync()
    {
        await PassAsync(13 * Month);
        await _cdp.Privacy.SweepAsync(Token);
    }

    private async Task ExpireAsync()
    {
        await PassAsync(TimeSpan.FromDays(3));
        await _cdp.Profiles.ExpireAsync(cancellationToken: Token);
    }

    private async Task SayAsync(Identifier who) => (await _cdp.IngestAsync(
        new IdentifyEvent { Source = "web", MessageId = "said", Identifiers = [who], Traits = new Attributes { ["tea"] = "Sencha" } }, Token)).Status.ShouldBe(EventStatus.Accepted);

    private async Task OrderAsync(string messageId, params Identifier[] who) =>
        (await _cdp.IngestAsync(Ordered(messageId, who), Token)).Status.ShouldBe(EventStatus.Accepted);

    private static TrackEvent Ordered(string messageId, params Identifier[] who) =>
        new() { Source = "web", MessageId = messageId, Name = "Order Completed", Identifiers = [.. who] };

    private async Task WriteAsync(Func<StorageSession, ValueTask> act)
    {
        await using var session = await _storage.BeginWriteAsync(Token);
        await act(session);
        await session.CommitAsync(Token);
    }

    private ValueTask<CustomerDataPlatform> OpenAsync(ResolutionMode mode, bool recordsTraits) => CustomerDataPlatform.OpenAsync(
        setup =>
        {
            setup.UseStorage(_ => _storage).UseTime(_clock).Resolve(mode)
                .Purpose("letter", LawfulBasis.Consent, purpose => purpose with { Validity = 3 * Month })
                .Source("web", Party.First)
                .Identity(rules => rules with
                {
                    Namespaces = [.. rules.Namespaces.Select(n => n.Namespace == "anonymousId" ? n with { ExpiresAfter = TimeSpan.FromDays(2) } : n)],
                })
                .Taxonomy(data => data
                    .Trait("tea", DataKind.Qualitative, refine: trait => trait with { Retention = 12 * Month })
                    .Event("Order Completed", DataKind.Quantitative, refine: order => order with { Retention = 12 * Month }))
                .Segment("recent", Rule.Count("Order Completed").Over(Month).AtLeast(1))
                .Segment("twice", Rule.Count("Order Completed").AtLeast(2))
                .Segment("letter-may", Rule.Consent("letter"))
                .Segment("letter-readers", Rule.HasTrait("tea"), purpose: "letter");
            if (recordsTraits)
            {
                setup.TraitChanges();
            }
        },
        Token);
}
