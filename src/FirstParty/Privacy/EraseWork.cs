using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Privacy;

/// <summary>
/// Forgets one person in one transaction. The tombstone comes first, so that nothing that is replayed or arrives late brings them back; then every
/// port destroys what it holds of them.
/// </summary>
internal sealed class EraseWork(Identifier who, IReadOnlyCollection<string> suppress, LegalHold? hold, LineParts parts) : WriterWork
{
    private const string Source = "firstparty.erasure";

    /// <summary>What was destroyed; set once the work is done.</summary>
    public ErasureReport? Report { get; private set; }

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        while (await parts.Line.ResolveWaitingAsync(ResolveWork.Slice, session, cancellationToken).ConfigureAwait(false) == ResolveWork.Slice)
        {
            // Nobody else writes now, so afterwards everything is known that there is of the person.
        }

        var now = parts.Now;
        var person = await parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
        var targets = await TargetsAsync(session, person, cancellationToken).ConfigureAwait(false);
        var (gone, redacted, named) = await RedactAsync(session, person, targets, cancellationToken).ConfigureAwait(false);
        var tombstone = new EraseAssertion
        {
            Id = FactId.Of(Source, parts.NewId(now).ToString("D")),
            At = now,
            Targets = [.. targets.Select(ProfileId.Of)],
        };
        var change = await parts.Resolver.ApplyAsync(session.Identity, [tombstone], cancellationToken).ConfigureAwait(false);
        var acts = await ForgetActsAsync(session, tombstone, cancellationToken).ConfigureAwait(false);
        var ledger = await parts.Ledger.EraseAsync(session.Consent, targets, suppress, hold, cancellationToken).ConfigureAwait(false);
        var waiting = await session.Quarantine.EraseAsync(tombstone.Targets, cancellationToken).ConfigureAwait(false);
        await MarkAsync(session, [.. gone, .. waiting], cancellationToken).ConfigureAwait(false);
        await ForgetMembershipsAsync(session, person, targets, now, cancellationToken).ConfigureAwait(false);
        var batch = new Batch([], session, now) { Cause = SegmentChangeCause.Erasure };
        batch.Touched.UnionWith(change.Rearranged);
        batch.Touched.UnionWith(redacted);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        named |= acts > 0 || ledger.Payloads > 0 || waiting.Count > 0;
        Report = new ErasureReport(
            now, targets.Count(target => target != who || named || person?.Identifiers.Contains(who) == true), gone.Count + waiting.Count, ledger.Payloads)
        {
            Hold = ledger.Hold,
        };
    }

    /// <summary>Everything the person is known by, save a device that others sign in on too: that is theirs as well.</summary>
    private async ValueTask<IReadOnlyCollection<Identifier>> TargetsAsync(
        StorageSession session, PersonFacts? person, CancellationToken cancellationToken)
    {
        var known = person?.Identifiers ?? [];
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. known.Select(ProfileId.Of)] }, cancellationToken).ConfigureAwait(false);
        var shared = found.Nodes.Where(node => node.Shared).Select(node => node.Identifier);
        return known.Except(shared).Append(who).ToHashSet();
    }

    /// <summary>
    /// Destroys the person's events, and strikes their identifiers from events of others. Returns what was destroyed, the others, and whether any named them.
    /// </summary>
    private async ValueTask<(IReadOnlyCollection<FactId> Gone, IReadOnlyCollection<ProfileId> Others, bool IsNamed)> RedactAsync(
        StorageSession session, PersonFacts? person, IReadOnlyCollection<Identifier> targets, CancellationToken cancellationToken)
    {
        var own = person?.Events.Select(logged => logged.Id).ToHashSet() ?? [];
        var naming = await session.Identity.ReadEventsAsync(targets, [], cancellationToken).ConfigureAwait(false);
        var anchors = naming.Where(named => !own.Contains(named.Id)).SelectMany(named => named.Identifiers.Select(Normalised)).OfType<Identifier>();
        var others = await session.Events.ReadAsync([.. anchors.Distinct()], cancellationToken).ConfigureAwait(false);
        var acts = await session.Identity
            .FindAsync(new GraphQuery { ActsOn = [.. targets.Select(ProfileId.Of)] }, cancellationToken).ConfigureAwait(false);
        var retracted = await session.Events.FindAsync([.. RetractedFacts.In(acts.Acts)], cancellationToken).ConfigureAwait(false);
        var struck = others.Concat(retracted).DistinctBy(logged => logged.Id).Where(logged => !own.Contains(logged.Id) && logged.Identifiers.Any(Names)).ToList();
        await session.Events.EraseAsync([.. own, .. struck.Select(logged => logged.Id)], cancellationToken).ConfigureAwait(false);
        var kept = struck
            .Where(logged => !targets.Contains(logged.Anchor))
            .Select(logged => logged with
            {
                Identifiers = [.. logged.Identifiers.Where(raw => !Names(raw))],
                Properties = logged.Properties.Without([.. logged.Properties.Where(member => Holds(member.Value)).Select(member => member.Key)]),
                Context = Attributes.Empty,
                Fingerprint = 0,
            })
            .ToList();
        await session.Events.AppendAsync(kept, cancellationToken).ConfigureAwait(false);
        var members = await PersonDirectory
            .MembersAsync(session, [.. kept.Select(logged => logged.Anchor).Distinct()], cancellationToken).ConfigureAwait(false);
        own.UnionWith(struck.Select(logged => logged.Id));
        own.ExceptWith(kept.Select(logged => logged.Id));
        return (own, [.. members.Keys.Where(profile => profile != person?.Id)], struck.Count > 0);

        bool Holds(AttributeValue value) => targets.Any(target => value.AsString() is { } text
            ? Names(new Identifier(target.Namespace, text))
            : value.ToString().Contains(target.Value, StringComparison.OrdinalIgnoreCase));

        bool Names(Identifier raw) => Normalised(raw) is { } identifier && targets.Contains(identifier);
    }

    /// <summary>Forgets the person's memberships under every id they ever had, and tells those who follow the segments that the person has left.</summary>
    private async ValueTask ForgetMembershipsAsync(
        StorageSession session, PersonFacts? person, IReadOnlyCollection<Identifier> targets, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = targets.Select(ProfileId.Of).ToHashSet();
        if (person is not null)
        {
            ids.Add(person.Id);
        }

        await parts.Line.Notes.WriteAsync(session, new TraitOutboxUpdate { Erased = [.. ids] }, cancellationToken).ConfigureAwait(false);
        var held = await session.Segments.ReadMembershipsAsync(ids, cancellationToken).ConfigureAwait(false);
        await parts.Line.Notes.WriteAsync(
            session,
            new SegmentUpdate
            {
                Erased = [.. ids],
                Changes =
                [
                    .. held.Select(membership => new SegmentChange(
                        membership.Profile, membership.Segment, SegmentTransition.Exited, now, SegmentChangeCause.Erasure)),
                ],
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Destroys the links, aliases, separations and suggestions that name the person: the tombstone makes them count as never said already. A
    /// retraction stays, because it names facts alone, and may have taken back what was said of others. Returns how many there were.
    /// </summary>
    private static async ValueTask<int> ForgetActsAsync(StorageSession session, EraseAssertion tombstone, CancellationToken cancellationToken)
    {
        var naming = await session.Identity.FindAsync(new GraphQuery { ActsOn = tombstone.Targets }, cancellationToken).ConfigureAwait(false);
        FactId[] theirs = [.. naming.Acts.Where(act => act is not (EraseAssertion or RetractAssertion) && act.At <= tombstone.At).Select(act => act.Id).Order()];
        await session.Identity.WriteAsync(new GraphChange { RemovedActs = [.. theirs] }, cancellationToken).ConfigureAwait(false);
        return theirs.Length;
    }

    /// <summary>Sees to it that what was destroyed is refused when it comes again, whoever it would be taken for then.</summary>
    private async ValueTask MarkAsync(StorageSession session, IReadOnlyList<FactId> gone, CancellationToken cancellationToken)
    {
        if (gone.Count > 0)
        {
            var house = await parts.Ledger.OpenKeysAsync(session.Consent, cancellationToken).ConfigureAwait(false);
            await session.ErasedFacts.AddAsync([.. gone.Select(fact => new FactMark(house.Mark(fact)))], cancellationToken).ConfigureAwait(false);
        }
    }

    private Identifier? Normalised(Identifier raw) =>
        parts.IdentityRules.TryNormalise(raw, out var identifier, out _) ? identifier : null;
}
