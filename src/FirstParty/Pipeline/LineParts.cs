using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>The parts that a platform is made of, put together once.</summary>
internal sealed class LineParts
{
    /// <summary>What <see cref="Longest"/> is where a host says nothing.</summary>
    public const int DefaultLongest = 1_000;

    private readonly TimeProvider _time;
    private readonly IdSource _ids;

    public LineParts(
        Taxonomy taxonomy,
        ConsentRules consentRules,
        IdentityRules identityRules,
        SurvivorshipRules survivorship,
        SegmentSet segments,
        QuarantineLimit quarantine,
        TimeProvider time,
        IdSource ids,
        PersonCache people,
        bool recordsTraits,
        ResolutionMode mode,
        int longest)
    {
        (_time, _ids, Longest) = (time, ids, longest);
        (Taxonomy, IdentityRules, Segments) = (taxonomy, identityRules, segments);
        Revisions = new SegmentRevisions(segments, taxonomy, consentRules.Purposes);
        Ledger = new ConsentLedger(time, ids);
        Rules = new CurrentRules(consentRules, Ledger);
        Resolver = new IncrementalResolver(identityRules, time);
        Loader = new PersonLoader(identityRules, Rules, Ledger);
        Merger = new ProfileMerger(taxonomy, survivorship);
        Evaluate = new EvaluateStep(segments, Merger);
        RecordsTraits = recordsTraits;
        People = people;
        Hold = new HoldStep(Resolver, people);
        People.Edition = () => Rules.Edition;
        Room = new QuarantineRoom(quarantine);
        Looks = new LookReader(new ApplyStep(Loader, Merger, new PersonCache(0), recordsTraits), this);
        Line = new StraightLine(
            new ReceiveStep(taxonomy, identityRules, ids),
            Hold,
            new ErasedStep(Ledger, people),
            new ClassifyStep(taxonomy),
            new DecideStep(new PersonDirectory(Rules, Ledger, people), taxonomy, identityRules),
            new AppendStep(Room),
            new ResolveStep(Resolver, people),
            new ApplyStep(Loader, Merger, people, recordsTraits),
            Evaluate,
            people.IsShared ? Rules : null,
            mode,
            time,
            longest);
    }

    public Taxonomy Taxonomy { get; }

    public CurrentRules Rules { get; }

    /// <summary>The rules as they are now.</summary>
    public ConsentRules ConsentRules => Rules.Value;

    public IdentityRules IdentityRules { get; }

    public SegmentSet Segments { get; }

    /// <summary>By what the store tells that memberships follow this setup.</summary>
    public SegmentRevisions Revisions { get; }

    public ConsentLedger Ledger { get; }

    public IncrementalResolver Resolver { get; }

    public PersonLoader Loader { get; }

    public ProfileMerger Merger { get; }

    public EvaluateStep Evaluate { get; }

    public HoldStep Hold { get; }

    /// <summary>Whether changes of traits are written into the outbox.</summary>
    public bool RecordsTraits { get; }

    /// <summary>The people whom the writer remembers.</summary>
    public PersonCache People { get; }

    public QuarantineRoom Room { get; }

    /// <summary>Who has more events than this is looked at after the commit of what touches them.</summary>
    public int Longest { get; }

    /// <summary>Who signs the consent log; null when nobody does.</summary>
    public CheckpointIssuer? Issuer { get; init; }

    public StraightLine Line { get; }

    /// <summary>Looks at people beside the writer.</summary>
    public LookReader Looks { get; }

    public TimeProvider Time => _time;

    /// <summary>What a session begins with where others write the same store.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isLater">Whether its works follow the rules by themselves.</param>
    /// <param name="cancellationToken">Cancels; the session must then be discarded.</param>
    public ValueTask CatchUpAsync(StorageSession session, bool isLater, CancellationToken cancellationToken)
    {
        People.Begin(session.Identity);
        return isLater ? ValueTask.CompletedTask : Rules.CatchUpAsync(session, cancellationToken);
    }

    /// <summary>A new id.</summary>
    public Guid NewId(DateTimeOffset now) => _ids.Next(now);

    /// <summary>Now, in whole microseconds. UTC.</summary>
    public DateTimeOffset Now => ClockCorrection.Truncate(_time.GetUtcNow());
}
