using FirstParty.Diagnostics;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>
/// Evaluate and enqueue: which segments is everybody who was touched in now? What changed goes into the outbox within the same transaction, and each
/// person's next flip is noted, so that windows expire at their instant.
/// </summary>
internal sealed class EvaluateStep(SegmentSet segments, ProfileMerger merger)
{
    /// <summary>The purpose of segments that name none: the service that the person asked for.</summary>
    public const string DefaultPurpose = "essential.service";

    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (segments.Definitions.IsEmpty || batch.Touched.Count == 0)
        {
            return;
        }

        Dictionary<ProfileId, IReadOnlySet<string>> memberships = await ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        var changes = new List<SegmentChange>();
        var flips = new List<ProfileFlip>();
        foreach (var person in batch.People)
        {
            var id = person.Facts.Id;
            var verdicts = Judge(purpose => person.View(merger, purpose, batch.Now), batch.Now);
            var flip = verdicts.Min(verdict => verdict.NextFlip);
            var isKnown = person.Segments is not null;
            changes.AddRange(SegmentChange.Between(id, person.Segments ?? memberships[id], verdicts, batch.Now, batch.Cause));
            if (!isKnown || person.Flip != flip)
            {
                flips.Add(new ProfileFlip(id, flip));
            }

            batch.EarliestFlip = Earlier(batch.EarliestFlip, flip);
            person.Flip = flip;
            person.Segments = verdicts.Where(verdict => verdict.IsMember).Select(verdict => verdict.Segment).ToHashSet(StringComparer.Ordinal);
        }

        foreach (var gone in batch.Gone)
        {
            changes.AddRange(memberships[gone].Select(segment => new SegmentChange(
                gone, segment, SegmentTransition.Exited, batch.Now, SegmentChangeCause.Identity)));
            flips.Add(new ProfileFlip(gone, null));
        }

        if (changes.Count + flips.Count > 0)
        {
            await batch.Session.Segments
                .ApplyAsync(new SegmentUpdate { Changes = changes, Flips = flips }, cancellationToken).ConfigureAwait(false);
        }

        changes.ForEach(change => Telemetry.SegmentChanged(change.Segment, change.Transition.ToString()));
    }

    /// <summary>Why a person is in a segment, or why not.</summary>
    public SegmentExplanation Explain(PersonFacts person, string segment, DateTimeOffset now) => new SegmentExplainer(segments)
        .Explain(segment, merger.View(person, segments[segment].Purpose ?? DefaultPurpose, now), now);

    /// <summary>A verdict on every segment for one person at one instant, each over the view of the segment's purpose.</summary>
    /// <param name="person">The person.</param>
    /// <param name="now">The instant.</param>
    /// <param name="purpose">Whose view segments without a purpose are judged over: those of a read see no more than the read may.</param>
    public IReadOnlyList<SegmentVerdict> Judge(PersonFacts person, DateTimeOffset now, string purpose = DefaultPurpose) =>
        Judge(read => merger.View(person, read, now), now, purpose);

    private IReadOnlyList<SegmentVerdict> Judge(Func<string, ProfileView> viewFor, DateTimeOffset now, string purpose = DefaultPurpose)
    {
        var views = new Dictionary<string, ProfileView>(StringComparer.Ordinal);
        return segments.EvaluateAll(
            own =>
            {
                var read = own ?? purpose;
                return views.TryGetValue(read, out var view) ? view : views[read] = viewFor(read);
            },
            now);
    }

    /// <summary>The segments that the store has those in whose segments are not remembered.</summary>
    private static async ValueTask<Dictionary<ProfileId, IReadOnlySet<string>>> ReadAsync(Batch batch, CancellationToken cancellationToken)
    {
        var unknown = batch.People.Where(person => person.Segments is null).Select(person => person.Facts.Id).Concat(batch.Gone)
            .ToDictionary(id => id, _ => (IReadOnlySet<string>)new HashSet<string>(StringComparer.Ordinal));
        if (unknown.Count > 0)
        {
            foreach (var membership in await batch.Session.Segments.ReadMembershipsAsync(unknown.Keys, cancellationToken).ConfigureAwait(false))
            {
                ((HashSet<string>)unknown[membership.Profile]).Add(membership.Segment);
            }
        }

        return unknown;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
