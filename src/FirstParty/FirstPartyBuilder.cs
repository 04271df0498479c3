using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty;

/// <summary>
/// Says what a platform knows and keeps: storage, purposes, sources, taxonomy, identity, segments. Reads as a sentence; every mistake is reported
/// at once when the platform is built. Not thread-safe.
/// </summary>
/// <example><code>
/// cdp.UseSqlite("Data Source=shop.db")
///    .Purpose("personalisation", LawfulBasis.Consent)
///    .Source("preference-centre", Party.Zero)
///    .Segment("regulars", Rule.Count("Order Completed").Over(TimeSpan.FromDays(30)).AtLeast(3))
/// </code></example>
public sealed class FirstPartyBuilder
{
    private readonly TaxonomyBuilder _taxonomy = new();
    private readonly Dictionary<string, Purpose> _purposes = new(StringComparer.Ordinal);
    private readonly List<SegmentDefinition> _segments = [];
    private readonly List<ComputedTrait> _computed = [];
    private readonly List<(RfmRule Rule, RfmScale Scale)> _scales = [];
    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, SurvivorshipRule> _survivorship = new(StringComparer.Ordinal);
    private Func<ConsentRules, ConsentRules> _consentRules = rules => rules;
    private IdentityRules _identity = IdentityRules.Default;
    private QuarantineLimit _quarantine = new();
    private ResolutionMode _resolution = ResolutionMode.Inline;
    private int _longHistory = LineParts.DefaultLongest;
    private CheckpointIssuer? _issuer;
    private bool _recordsTraits;
    private TimeSpan? _keepsChanges;
    private Func<TimeProvider, FirstPartyStorage>? _storage;

    /// <summary>A builder that knows the sources <c>server</c> and <c>web</c>, the standard catalogue, and the purpose <c>essential.service</c>.</summary>
    public FirstPartyBuilder() => Purpose(StandardPurposes.EssentialService);

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <summary>Where new ids come from; UUIDv7 by default.</summary>
    public IdSource Ids { get; private set; } = IdSource.UuidV7;

    /// <summary>Keeps everything in a storage of the host's choice. Exactly one is needed; packages bring <c>UseSqlite</c> and <c>UsePostgreSql</c>.</summary>
    /// <param name="storage">Makes the storage, once; the platform owns it. Given the platform's clock.</param>
    public FirstPartyBuilder UseStorage(Func<TimeProvider, FirstPartyStorage> storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (_storage is not null)
        {
            _mistakes.Add("Two storages were chosen. Keep one of UseInMemory, UseSqlite, UsePostgreSql or UseStorage.");
        }

        _storage = storage;
        return this;
    }

    /// <summary>Keeps everything in memory, for tests and trials: gone with the process.</summary>
    public FirstPartyBuilder UseInMemory() => UseStorage(_ => new InMemoryStorage());

    /// <summary>Takes the time from this clock.</summary>
    public FirstPartyBuilder UseTime(TimeProvider time)
    {
        Time = time ?? throw new ArgumentNullException(nameof(time));
        return this;
    }

    /// <summary>Takes new ids from this source.</summary>
    public FirstPartyBuilder UseIds(IdSource ids)
    {
        Ids = ids ?? throw new ArgumentNullException(nameof(ids));
        return this;
    }

    /// <summary>A purpose of processing: what data is collected for, read for and evaluated for.</summary>
    /// <param name="id">Its id, such as <c>personalisation</c>; letters, digits, dots and hyphens.</param>
    /// <param name="lawfulBasis">Its lawful basis; with consent, nothing is permitted until the person has agreed.</param>
    /// <param name="refine">Says more: titles, regime, allowed parties, highest sensitivity, validity.</param>
    public FirstPartyBuilder Purpose(string id, LawfulBasis lawfulBasis, Func<Purpose, Purpose>? refine = null)
    {
        var purpose = new Purpose(id, lawfulBasis);
        return Purpose(refine is null ? purpose : refine(purpose));
    }

    /// <summary>A purpose, such as one of <see cref="StandardPurposes"/>. Naming an id again replaces the purpose.</summary>
    public FirstPartyBuilder Purpose(Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        _purposes[purpose.Id] = purpose;
        return this;
    }

    /// <summary>A source that data comes from. Second and third parties need an agreement and a notice reference.</summary>
    public FirstPartyBuilder Source(string name, Party party, Func<SourceDefinition, SourceDefinition>? refine = null)
    {
        _taxonomy.Source(name, party, refine);
        return this;
    }

    /// <summary>What the traits and events of this host are, on top of the standard catalogue.</summary>
    public FirstPartyBuilder Taxonomy(Action<TaxonomyBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(define);
        define(_taxonomy);
        return this;
    }

    /// <summary>How many events may wait that the taxonomy does not know, and what becomes of further ones. 100,000, then refused, by default.</summary>
    /// <param name="capacity">How many may wait; from 1.</param>
    /// <param name="whenFull">What becomes of further ones.</param>
    public FirstPartyBuilder Quarantine(int capacity, QuarantineOverflow whenFull = QuarantineOverflow.RefuseNew)
    {
        _quarantine = new QuarantineLimit(capacity, whenFull);
        return this;
    }

    /// <summary>
    /// How many events of one person are read, at most, within the transaction of an event or act that concerns them; 1,000 by default, a tenth of it
    /// where an event merges people, and a twentieth where an operator merges or parts them. Somebody with more, whom the writer does not remember, is looked
    /// at right after the commit, in a transaction of their own, so that no call costs more because of how much a person has done. What was said is
    /// durable at once either way, and survives a crash; only the stored profile and the changes of segments follow, as of the instant and upon the cause
    /// of what was said. Reads by identifier judge the facts themselves and are never behind;
    /// <see cref="PlatformSegments.CountAsync"/> and <see cref="PlatformSegments.MembersAsync"/> take the look first.
    /// </summary>
    /// <param name="above">From 1; <see cref="int.MaxValue"/> reads everybody at once.</param>
    public FirstPartyBuilder LongHistory(int above)
    {
        _longHistory = above;
        return this;
    }

    /// <summary>A segment: everybody for whom the rule holds at this instant.</summary>
    /// <param name="id">Its id: lower-case letters, digits, hyphens and underscores.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="purpose">The purpose it is for: facts that the purpose may not see are absent. Null is <c>essential.service</c>.</param>
    public FirstPartyBuilder Segment(string id, SegmentRule rule, string? purpose = null) =>
        Segment(new SegmentDefinition { Id = id, When = rule, Purpose = purpose });

    /// <summary>A segment, such as one read from JSON with <see cref="SegmentJson.Parse(string)"/>.</summary>
    public FirstPartyBuilder Segment(SegmentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _segments.Add(definition);
        return this;
    }

    /// <summary>
    /// The fifths that an rfm leaf scores by, for every leaf of the same event, property and window; without them such a leaf holds for nobody.
    /// <see cref="PlatformSegments.MeasureRfmAsync"/> measures them. They are fixed until the host gives others, which re-evaluates the segments.
    /// </summary>
    public FirstPartyBuilder RfmScale(RfmRule rule, RfmScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(scale);
        _scales.Add((rule, scale));
        return this;
    }

    /// <summary>A trait that is computed from events whenever a rule asks for it: rules use it by name as they use any trait.</summary>
    public FirstPartyBuilder ComputedTrait(ComputedTrait trait)
    {
        ArgumentNullException.ThrowIfNull(trait);
        _computed.Add(trait);
        return this;
    }

    /// <summary>How identifiers are normalised, linked and kept apart.</summary>
    public FirstPartyBuilder Identity(Func<IdentityRules, IdentityRules> refine)
    {
        ArgumentNullException.ThrowIfNull(refine);
        _identity = refine(_identity);
        return this;
    }

    /// <summary>When it is found out whose an event is: before it is acknowledged by default, which suits all but very busy stores of many nodes.</summary>
    /// <remarks>
    /// In the background, <see cref="Profile.Unresolved"/> says how much of a person is still to come, and <see cref="CustomerDataPlatform.SettleAsync"/>
    /// waits for it. Refusals, erasures and acts about who is who wait for it by themselves. Nothing acknowledged is lost: a start takes up what was left.
    /// </remarks>
    public FirstPartyBuilder Resolve(ResolutionMode mode)
    {
        _resolution = mode;
        return this;
    }

    /// <summary>Which of several values of a trait survives; without a rule the most trusted does.</summary>
    public FirstPartyBuilder Survivorship(string trait, SurvivorshipRule rule)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(trait);
        _survivorship[trait] = rule ?? throw new ArgumentNullException(nameof(rule));
        return this;
    }

    /// <summary>The law on age and place, and the texts that people have agreed to.</summary>
    public FirstPartyBuilder Consent(Func<ConsentRules, ConsentRules> refine)
    {
        ArgumentNullException.ThrowIfNull(refine);
        var before = _consentRules;
        _consentRules = rules => refine(before(rules));
        return this;
    }

    /// <summary>
    /// Signs the consent log with a key that the store does not hold, so that what people said can be proved to others. Keep sinks where whoever runs the
    /// store cannot reach them: the log proves something only against a checkpoint kept elsewhere.
    /// </summary>
    /// <param name="origin">The log's name on checkpoints, such as <c>shop.example/consent</c>. One line; never changed later.</param>
    /// <param name="signer">Holds the key. The host owns it and disposes it after the platform.</param>
    /// <param name="sinks">Where checkpoints are kept besides the log; none by default.</param>
    /// <exception cref="ArgumentException">The origin is not one line of text.</exception>
    public FirstPartyBuilder Checkpoints(string origin, CheckpointSigner signer, params IEnumerable<CheckpointSink> sinks) =>
        Checkpoints(new CheckpointIssuer(origin, signer, sinks));

    /// <summary>Signs the consent log with an issuer that knows more, such as former keys or a checkpoint pinned elsewhere. The platform owns it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    public FirstPartyBuilder Checkpoints(CheckpointIssuer issuer)
    {
        _issuer = issuer ?? throw new ArgumentNullException(nameof(issuer));
        return this;
    }

    /// <summary>
    /// Writes down which trait of whom has changed, in the transaction of the event that changed it, for consumers to follow with
    /// <see cref="PlatformProfiles.ChangesAsync(string, string, CancellationToken)"/>. Off by default, and then nothing is written.
    /// </summary>
    public FirstPartyBuilder TraitChanges()
    {
        _recordsTraits = true;
        return this;
    }

    /// <summary>
    /// How long changes of segments and traits are kept for consumers; older ones are deleted, read or not. For ever by default. A consumer that stays
    /// away for longer is told so by a <see cref="ChangesForgottenException"/>, and begins anew from what is true now.
    /// </summary>
    /// <param name="age">More than nothing.</param>
    public FirstPartyBuilder KeepChanges(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero);
        _keepsChanges = age;
        return this;
    }

    /// <summary>Checks everything and puts the platform together. Opens nothing yet.</summary>
    /// <exception cref="FirstPartyConfigurationException">There are mistakes; the exception lists them all.</exception>
    public CustomerDataPlatform Build()
    {
        var configuration = PlatformConfiguration.Check(new Draft(
            _mistakes, _storage, _taxonomy, _purposes.Values, _consentRules, _identity, _survivorship, _segments, _computed, _scales, _quarantine, _longHistory, _resolution, _issuer,
            _recordsTraits, _keepsChanges, Time, Ids));
        return new CustomerDataPlatform(configuration, _storage!(Time));
    }

    internal bool HasStorage => _storage is not null;

    /// <summary>What was said so far, unchecked.</summary>
    internal sealed record Draft(
        IReadOnlyCollection<string> Mistakes,
        Func<TimeProvider, FirstPartyStorage>? Storage,
        TaxonomyBuilder Taxonomy,
        IReadOnlyCollection<Purpose> Purposes,
        Func<ConsentRules, ConsentRules> RefineConsent,
        IdentityRules Identity,
        IReadOnlyDictionary<string, SurvivorshipRule> Survivorship,
        IReadOnlyList<SegmentDefinition> Segments,
        IReadOnlyList<ComputedTrait> ComputedTraits,
        IReadOnlyList<(RfmRule Rule, RfmScale Scale)> Scales,
        QuarantineLimit Quarantine,
        int LongHistory,
        ResolutionMode Resolution,
        CheckpointIssuer? Issuer,
        bool RecordsTraits,
        TimeSpan? KeepsChanges,
        TimeProvider Time,
        IdSource Ids);
}
