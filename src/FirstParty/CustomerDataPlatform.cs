using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Privacy;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty;

/// <summary>
/// The customer data platform of one host: everything goes in and comes out through it. One per process and store; thread-safe; opens its
/// storage on first use; disposing finishes what was queued.
/// </summary>
/// <example><code>
/// await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseSqlite("Data Source=shop.db"));
/// await cdp.TrackAsync(Identifier.UserId("42"), "Order Completed", new() { ["total"] = 49.90m });
/// </code></example>
public sealed partial class CustomerDataPlatform : IAsyncDisposable
{
    /// <summary>How many events one transaction takes at most: as many as one batch on the wire may hold.</summary>
    private const int MaxSlice = 2_500;

    private readonly FirstPartyStorage _storage;
    private readonly SourceClient _server;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly FlipClock _clock;
    private readonly LongLooks _longLooks;
    private readonly Reevaluation _reevaluation;
    private readonly LineParts _resolving;
    private readonly BackgroundResolution _resolution;
    private readonly RetentionClock _retention;
    private WriterLoop? _writer;
    private WriterLoop? _resolver;
    private bool _hasStorage;
    private bool _disposed;

    internal CustomerDataPlatform(PlatformConfiguration configuration, FirstPartyStorage storage)
    {
        _storage = storage;
        (Taxonomy, Time, ComputedTraits) = (configuration.Taxonomy, configuration.Time, configuration.ComputedTraits);
        Parts = MakeParts(configuration, storage);
        _resolving = storage.IsSingleWriter ? Parts : MakeParts(configuration, storage);
        _resolution = new BackgroundResolution(SubmitToResolveAsync, _resolving, configuration.Resolution == ResolutionMode.Background);
        _server = new SourceClient(this, SourceDefinition.Server);
        _clock = new FlipClock(configuration.Time, ReadAsync, RefreshAsync, storage.IsSingleWriter);
        _longLooks = new LongLooks(LookAsync, Parts, _clock.Reread);
        _reevaluation = new Reevaluation(SubmitAsync, LookAsync, Parts);
        foreach (var notes in (CommitNotes[])[Parts.Line.Notes, _resolving.Line.Notes])
        {
            (notes.FlipsMoved, notes.FlipsLost, notes.Changed) = (_clock.Move, _clock.Reread, Changes.Pulse);
        }

        Sweep = new RetentionSweep(this, configuration.KeepsChanges);
        _retention = new RetentionClock(Sweep, configuration.Time);
        Expiry = new ExpirySweep(ReadAsync, SubmitAsync, Parts);
        Consent = new PlatformConsent(this);
        Profiles = new PlatformProfiles(this);
        Segments = new PlatformSegments(this);
        Privacy = new PlatformPrivacy(this);
    }

    /// <summary>What people permit and refuse.</summary>
    public PlatformConsent Consent { get; }

    /// <summary>One profile per person, read for a purpose.</summary>
    public PlatformProfiles Profiles { get; }

    /// <summary>Who is in which segment, and why.</summary>
    public PlatformSegments Segments { get; }

    /// <summary>The rights of the person: access and erasure.</summary>
    public PlatformPrivacy Privacy { get; }

    /// <summary>What is known about the host's data.</summary>
    public Taxonomy Taxonomy { get; }

    /// <summary>The registered purposes.</summary>
    public PurposeRegistry Purposes => Parts.Rules.Purposes;

    /// <summary>The clock that the platform goes by.</summary>
    public TimeProvider Time { get; }

    /// <summary>Whether so much is queued that callers should be asked to come back later. Calls still work, and wait.</summary>
    public bool IsSaturated => _writer?.IsSaturated ?? false;

    /// <summary>
    /// What the store failed the last transaction with, such as a full disk; null when the last one was stored. What failed was refused to whoever asked
    /// for it, and later calls are tried as ever.
    /// </summary>
    public StorageException? Fault => _writer?.Fault;

    internal LineParts Parts { get; }

    internal RetentionSweep Sweep { get; }

    internal ExpirySweep Expiry { get; }

    internal bool IsDisposed => _disposed;

    internal bool IsSingleWriter => _storage.IsSingleWriter;

    /// <summary>Whether events are acknowledged before it is known whose they are.</summary>
    internal bool ResolvesInBackground => _resolution.IsOn;

    internal ComputedTraits ComputedTraits { get; }

    internal ChangeSignal Changes { get; } = new();

    /// <summary>Completes when memberships follow every definition.</summary>
    internal Task Reevaluated => _reevaluation.Done;

    internal DateTimeOffset Now => Parts.Now;

    /// <summary>Builds a platform without dependency injection and opens it. When it fails or is cancelled, the store is closed again.</summary>
    /// <exception cref="FirstPartyConfigurationException">The configuration has mistakes; the exception lists them all.</exception>
    /// <exception cref="StorageException">The store cannot be opened, or failed when it was first read.</exception>
    public static async ValueTask<CustomerDataPlatform> OpenAsync(
        Action<FirstPartyBuilder> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new FirstPartyBuilder();
        configure(builder);
        var platform = builder.Build();
        try
        {
            await platform.OpenAsync(cancellationToken).ConfigureAwait(false);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The verbs on behalf of another registered source than the host's own code.</summary>
    /// <exception cref="ArgumentException">No source of that name is registered.</exception>
    public SourceClient From(string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return Taxonomy.Sources.ContainsKey(source)
            ? new SourceClient(this, source)
            : throw new ArgumentException($"No source '{source}' is registered. Add Source(\"{source}\", Party.…).", nameof(source));
    }

    /// <inheritdoc cref="SourceClient.TrackAsync" />
    public ValueTask<EventOutcome> TrackAsync(
        Identifier who, string name, Attributes? properties = null, CancellationToken cancellationToken = default) =>
        _server.TrackAsync(who, name, properties, cancellationToken);

    /// <inheritdoc cref="SourceClient.IdentifyAsync" />
    public ValueTask<EventOutcome> IdentifyAsync(Identifier who, Attributes traits, CancellationToken cancellationToken = default) =>
        _server.IdentifyAsync(who, traits, cancellationToken);

    /// <inheritdoc cref="SourceClient.LinkAsync" />
    public ValueTask<EventOutcome> LinkAsync(
        Identifier first,
        Identifier second,
        AssertionStrength strength = AssertionStrength.Authoritative,
        CancellationToken cancellationToken = default) =>
        _server.LinkAsync(first, second, strength, cancellationToken);

    /// <inheritdoc cref="SourceClient.PageAsync" />
    public ValueTask<EventOutcome> PageAsync(Identifier who, Attributes? properties = null, CancellationToken cancellationToken = default) =>
        _server.PageAsync(who, properties, cancellationToken);

    /// <inheritdoc cref="SourceClient.ScreenAsync" />
    public ValueTask<EventOutcome> ScreenAsync(Identifier who, Attributes? properties = null, CancellationToken cancellationToken = default) =>
        _server.ScreenAsync(who, properties, cancellationToken);

    /// <inheritdoc cref="SourceClient.GroupAsync" />
    public ValueTask<EventOutcome> GroupAsync(
        Identifier who, string groupId, Attributes? traits = null, CancellationToken cancellationToken = default) =>
        _server.GroupAsync(who, groupId, traits, cancellationToken);

    /// <inheritdoc cref="SourceClient.AliasAsync" />
    public ValueTask<EventOutcome> AliasAsync(Identifier previous, Identifier current, CancellationToken cancellationToken = default) =>
        _server.AliasAsync(previous, current, cancellationToken);

    /// <summary>Takes in one event.</summary>
    /// <exception cref="StorageException">The store failed; nothing was stored.</exception>
    public async ValueTask<EventOutcome> IngestAsync(CustomerEvent customerEvent, CancellationToken cancellationToken = default) =>
        (await IngestAsync([customerEvent], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Takes in many events, which share commits: the bulk verb. Each has an outcome of its own, in order; one bad event never harms its
    /// neighbours. Up to 2,500 events are stored together or not at all; more go in slices of that size. Waits while the queue is full.
    /// </summary>
    /// <exception cref="ArgumentNullException">The list or one of its events is null.</exception>
    /// <exception cref="StorageException">The store failed; of the events not yet acknowledged none was stored.</exception>
    public async ValueTask<IReadOnlyList<EventOutcome>> IngestAsync(
        IReadOnlyList<CustomerEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Any(customerEvent => customerEvent is null))
        {
            throw new ArgumentNullException(nameof(events), "One of the events is null.");
        }

        var outcomes = new List<EventOutcome>(events.Count);
        foreach (var slice in events.Chunk(MaxSlice))
        {
            var work = new EventWork(slice, Now, Parts.Line);
            await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
            outcomes.AddRange(work.Outcomes);
        }

        return outcomes;
    }

    /// <summary>
    /// Waits until everything is resolved that was acknowledged before the call, by any node; at once where resolution is inline. What is read afterwards
    /// holds all that follows from it.
    /// </summary>
    /// <exception cref="StorageException">The store failed; what is not resolved yet goes on waiting.</exception>
    public ValueTask SettleAsync(CancellationToken cancellationToken = default) => _resolution.SettleAsync(cancellationToken);

    internal async ValueTask SubmitAsync(WriterWork work, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (work.GoesByIdentity && _resolution.IsOn)
        {
            await _resolution.SettleAsync(cancellationToken).ConfigureAwait(false);
        }

        await _writer!.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        _resolution.Wake();
    }

    private async ValueTask SubmitToResolveAsync(WriterWork work, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _resolver!.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
    }

    private static LineParts MakeParts(PlatformConfiguration configuration, FirstPartyStorage storage) => new(
        configuration.Taxonomy,
        configuration.ConsentRules,
        configuration.IdentityRules,
        configuration.Survivorship,
        configuration.Segments,
        configuration.Quarantine,
        configuration.Time,
        configuration.Ids,
        new PersonCache(PersonCache.DefaultCapacity, isShared: !storage.IsSingleWriter),
        configuration.RecordsTraits,
        configuration.Resolution,
        configuration.LongHistory)
    {
        Issuer = configuration.Issuer,
    };

    internal async ValueTask<StorageSession> ReadAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var session = await _storage.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_storage.IsSingleWriter)
            {
                await Parts.Rules.CatchUpAsync(session, cancellationToken).ConfigureAwait(false);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes by the texts that were published by now, by other processes too.</summary>
    internal async ValueTask FollowPoliciesAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await FollowAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="FollowPoliciesAsync"/>, after a fault: a store that cannot be read now is followed within the minute.</summary>
    internal async ValueTask FollowPoliciesIfPossibleAsync()
    {
        try
        {
            await FollowPoliciesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            Diagnostics.Telemetry.RefreshFailed();
        }
    }

    private async ValueTask FollowAsync(CancellationToken cancellationToken)
    {
        var session = await _storage.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await Parts.Rules.FollowAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The identifier, normalised.</summary>
    /// <exception cref="ArgumentException">The rules refuse it.</exception>
    internal Identifier Usable(Identifier who) => Parts.IdentityRules.TryNormalise(who, out var usable, out var refusal)
        ? usable.Value
        : throw new ArgumentException($"The identifier '{who.Namespace}' cannot be used: {refusal.Mend(who.Namespace ?? "")}", nameof(who));

    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    internal void CheckPurpose(string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        if (Purposes.Find(purpose) is null)
        {
            throw new ArgumentException($"No purpose '{purpose}' is registered. Add Purpose(\"{purpose}\", LawfulBasis.…).", nameof(purpose));
        }
    }
}
