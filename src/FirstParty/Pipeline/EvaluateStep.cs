using System.Collections.Frozen;
using System.Runtime.InteropServices;
using FirstParty.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>
/// Evaluate: which segments is everybody who was touched in now? An event evaluates only the segments that look at it. What changed is then enqueued:
/// it goes into the outbox within the same transaction, and each person's next flip is noted, so that windows expire at their instant.
/// </summary>
internal sealed class EvaluateStep(SegmentSet segments, ProfileMerger merger)
{
    /// <summary>The purpose of segments that name none: the service that the person asked for.</summary>
    public const string DefaultPurpose = "essential.service";

    private static readonly IReadOnlySet<string> None = FrozenSet<string>.Empty;
    private static readonly List<LoggedEvent> Nothing = [];

    private readonly TouchedSegments _touched = new(segments.Dependencies);

    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Touched.Count > 0 && (!segments.Definitions.IsEmpty || batch.Later.Count + batch.DueAt.Count > 0))
        {
            await EvaluateAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        foreach (var person in batch.People)
        {
            person.Release();
        }
    }

    /// <summary>Why a person is, or at a past instant was, in a segment, or why not.</summary>
    public SegmentExplanation Explain(PersonFacts person, string segment, DateTimeOffset now) =>
        new SegmentExplainer(segments).Explain(segment, new PersonViews(person, merger, now).For(segments[segment].Purpose), now);

    /// <summary>A verdict on every segment for one person at one instant, each over the view of the segment's purpose.</summary>
    /// <param name="person">The person.</param>
    /// <param name="now">The instant.</param>
    /// <param name="purpose">Whose view segments without a purpose are judged over: those of a read see no more than the read may.</param>
    public IReadOnlyList<SegmentVerdict> Judge(PersonFacts person, DateTimeOffset now, string purpose = DefaultPurpose) =>
        segments.EvaluateAll(new PersonViews(person, merger, now, purpose).For, now);

    private async ValueTask EvaluateAsync(Batch batch, CancellationToken cancellationToken)
    {
        var touched = new List<(LivePerson Person, IReadOnlySet<string>? Only)>(batch.People.Count);
        touched.AddRange(batch.People.Select(person => (person, OnlyOf(person.Facts, batch))).Where(one => one.Item2 is not { Count: 0 }));
        var memberships = await ReadAsync(touched.Select(one => one.Person), batch, cancellationToken).ConfigureAwait(false);
        var (changes, flips, sooner) = (new List<SegmentChange>(), new List<ProfileFlip>(touched.Count), new List<ProfileFlip>());
        var toggled = new Dictionary<(IReadOnlySet<string> Held, string Segment), IReadOnlySet<string>>();
        var evaluations = segments.Compiled.Evaluations();
        LivePerson? judged = null;
        Func<string?, ProfileFrame> frames = purpose => judged!.Frame(merger, segments.Compiled, purpose ?? DefaultPurpose, batch.Now);
        foreach (var (person, only) in touched)
        {
            judged = person;
            var verdicts = segments.Compiled.Evaluate(frames, batch.Now, only, evaluations);
            var held = person.Segments ?? memberships.GetValueOrDefault(person.Facts.Id, None);
            person.Segments = After(held, verdicts, toggled);
            if (!ReferenceEquals(person.Segments, held))
            {
                AddChanges(person, held, verdicts, batch, changes);
            }

            Note(person, EarliestFlip(verdicts), isAll: only is null, isDue: batch.DueAt.ContainsKey(person.Facts.Id), flips, sooner);
        }

        var cause = batch.Cause == SegmentChangeCause.Erasure ? SegmentChangeCause.Erasure : SegmentChangeCause.Identity;
        foreach (var gone in batch.Gone)
        {
            changes.AddRange(memberships.GetValueOrDefault(gone, None).Select(segment => new SegmentChange(
                gone, segment, SegmentTransition.Exited, batch.Awaited.GetValueOrDefault(gone)?.At ?? batch.Now, cause)));
            flips.Add(new ProfileFlip(gone, null));
        }

        var awaited = batch.Later.Where(person => MustFollow(person, batch)).Select(person => AwaitedOf(person, batch)).ToList();
        if (changes.Count + flips.Count + sooner.Count + awaited.Count > 0)
        {
            batch.Update = new SegmentUpdate { Changes = changes, Flips = flips, SoonerFlips = sooner, Awaited = awaited };
        }
    }

    /// <summary>The segments that the store has those in whose segments are not remembered; whoever is in none is left out.</summary>
    private static async ValueTask<Dictionary<ProfileId, IReadOnlySet<string>>> ReadAsync(
        IEnumerable<LivePerson> people, Batch batch, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ProfileId, IReadOnlySet<string>>();
        ProfileId[] unknown = [.. people.Where(person => person.Segments is null).Select(person => person.Facts.Id), .. batch.Gone];
        if (unknown.Length > 0)
        {
            foreach (var membership in await batch.Session.Segments.ReadMembershipsAsync(unknown, cancellationToken).ConfigureAwait(false))
            {
                if (!found.TryGetValue(membership.Profile, out var own))
                {
                    found[membership.Profile] = own = new HashSet<string>(StringComparer.Ordinal);
                }

                ((HashSet<string>)own).Add(membership.Segment);
            }
        }

        return found;
    }

    private static DateTimeOffset? EarliestFlip(List<SegmentVerdict> verdicts)
    {
        DateTimeOffset? earliest = null;
        foreach (var verdict in verdicts)
        {
            earliest = verdict.NextFlip is { } flip && !(earliest <= flip) ? flip : earliest;
        }

        return earliest;
    }

    // Nobody changes a set of segments, so all who come to the same share one.
    private static IReadOnlySet<string> After(
        IReadOnlySet<string> held, List<SegmentVerdict> verdicts, Dictionary<(IReadOnlySet<string> Held, string Segment), IReadOnlySet<string>> toggled)
    {
        var after = held;
        foreach (var verdict in verdicts)
        {
            if (verdict.IsMember != held.Contains(verdict.Segment))
            {
                ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(toggled, (after, verdict.Segment), out _);
                after = next ??= Toggled(after, verdict);
            }
        }

        return after;
    }

    private static HashSet<string> Toggled(IReadOnlySet<string> held, SegmentVerdict verdict)
    {
        var toggled = held.ToHashSet(StringComparer.Ordinal);
        _ = verdict.IsMember ? toggled.Add(verdict.Segment) : toggled.Remove(verdict.Segment);
        return toggled;
    }

    private IReadOnlySet<string>? OnlyOf(PersonFacts person, Batch batch) =>
        batch.Only ?? _touched.Of(person.Id, person.Identifiers, NewsOf(person.Id, batch), batch);

    private static List<LoggedEvent> NewsOf(ProfileId person, Batch batch) => batch.News.GetValueOrDefault(person, Nothing);

    // Of somebody who is not loaded: what no segment looks at and says nothing of them changes nothing but the log.
    private bool MustFollow(LongPerson person, Batch batch)
    {
        var news = NewsOf(person.Id, batch);
        return !batch.DueAt.ContainsKey(person.Id)
            && (_touched.Of(person.Id, person.Identifiers, news, batch) is not { Count: 0 }
                || news.Exists(logged => logged.Kind == EventKind.Identify || logged.OccurredAt < person.Stored!.FirstSeen));
    }

    private static AwaitedLook AwaitedOf(LongPerson person, Batch batch)
    {
        var news = NewsOf(person.Id, batch);
        return new AwaitedLook(person.Id, batch.Now, CauseOf(person.Id, person.Events, news, batch), news is [var one] ? one.Id : null);
    }

    private void AddChanges(LivePerson person, IReadOnlySet<string> held, List<SegmentVerdict> verdicts, Batch batch, List<SegmentChange> changes)
    {
        var (id, news) = (person.Facts.Id, NewsOf(person.Facts.Id, batch));
        if (batch.Awaited.GetValueOrDefault(id) is { } look)
        {
            AddAwaited(look, held, verdicts, ViewsOf(person, batch), batch.Now, changes);
            return;
        }

        var (from, cause, fact) = (changes.Count, CauseOf(id, person.Facts.Events.Count, news, batch), news is [var one] ? one.Id : (FactId?)null);
        foreach (var verdict in verdicts)
        {
            if (verdict.IsMember != held.Contains(verdict.Segment))
            {
                changes.Add(new SegmentChange(
                    id, verdict.Segment, verdict.IsMember ? SegmentTransition.Entered : SegmentTransition.Exited, batch.Now, cause, fact));
            }
        }

        if (batch.DueAt.TryGetValue(id, out var due))
        {
            Date(changes, from, ViewsOf(person, batch), due, batch.Now);
        }
    }

    private void AddAwaited(
        AwaitedLook look, IReadOnlySet<string> held, List<SegmentVerdict> verdicts, PersonViews views, DateTimeOffset now, List<SegmentChange> changes) =>
        changes.AddRange(SegmentChange.Between(look.Profile, held, verdicts, look.At, look.Cause, look.Fact)
            .Select(change => Passed(change, views, look.At, now) ?? change));

    private PersonViews ViewsOf(LivePerson person, Batch batch) => new(purpose => person.View(merger, purpose, batch.Now));

    private void Date(List<SegmentChange> changes, int from, PersonViews views, DateTimeOffset due, DateTimeOffset now)
    {
        for (var i = from; i < changes.Count; i++)
        {
            changes[i] = changes[i] with { At = InstantOf(changes[i], views, due, now) };
        }
    }

    // Of somebody of whom every segment was evaluated the flip is known exactly; of others that of the rest still stands.
    private static void Note(LivePerson person, DateTimeOffset? flip, bool isAll, bool isDue, List<ProfileFlip> flips, List<ProfileFlip> sooner)
    {
        if (isAll)
        {
            if (isDue || !person.IsFlipKnown || person.Flip != flip)
            {
                flips.Add(new ProfileFlip(person.Facts.Id, flip));
            }

            (person.Flip, person.IsFlipKnown) = (flip, true);
        }
        else if (flip is not null && (!person.IsFlipKnown || person.Flip is null || flip < person.Flip))
        {
            sooner.Add(new ProfileFlip(person.Facts.Id, flip));
            person.Flip = flip;
        }
    }

    // Whose facts were shared out anew changes by that, unless all there is of them came with this batch.
    private static SegmentChangeCause CauseOf(ProfileId person, int events, List<LoggedEvent> news, Batch batch) =>
        batch.Cause == SegmentChangeCause.Fact && batch.Rearranged.Contains(person) && news.Count < events
            ? SegmentChangeCause.Identity
            : batch.Cause;

    // The clock may be late: what it finds changed is recorded as of the instant it changed at.
    private DateTimeOffset InstantOf(SegmentChange change, PersonViews views, DateTimeOffset due, DateTimeOffset now) =>
        ChangesSince(due - TimeSpan.FromTicks(1), change, views, now).LastOrDefault()?.At ?? due;

    // So may a look that is awaited: what only time has changed since is time's.
    private SegmentChange? Passed(SegmentChange change, PersonViews views, DateTimeOffset since, DateTimeOffset now) =>
        ChangesSince(since, change, views, now).LastOrDefault(found => found.Cause == SegmentChangeCause.Time);

    private IEnumerable<SegmentChange> ChangesSince(DateTimeOffset since, SegmentChange change, PersonViews views, DateTimeOffset now) =>
        new SegmentBacktester(segments)
            .Changes(change.Segment, views.For(segments[change.Segment].Purpose), since, now)
            .Where(found => found.Transition == change.Transition);
}
