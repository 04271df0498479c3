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

        var memberships = (await batch.Session.Segments.ReadMembershipsAsync(batch.Touched, cancellationToken).ConfigureAwait(false))
            .ToLookup(membership => membership.Profile, membership => membership.Segment);
        var changes = new List<SegmentChange>();
        var flips = new List<ProfileFlip>();
        foreach (var person in batch.People)
        {
            var verdicts = Judge(person, batch.Now);
            changes.AddRange(SegmentChange.Between(
                person.Id, memberships[person.Id].ToHashSet(StringComparer.Ordinal), verdicts, batch.Now, batch.Cause));
            flips.Add(new ProfileFlip(person.Id, verdicts.Min(verdict => verdict.NextFlip)));
        }

        foreach (var gone in batch.Gone)
        {
            changes.AddRange(memberships[gone].Select(segment => new SegmentChange(
                gone, segment, SegmentTransition.Exited, batch.Now, SegmentChangeCause.Identity)));
            flips.Add(new ProfileFlip(gone, null));
        }

        await batch.Session.Segments
            .ApplyAsync(new SegmentUpdate { Changes = changes, Flips = flips }, cancellationToken).ConfigureAwait(false);
        batch.EarliestFlip = flips.Min(flip => flip.At);
        changes.ForEach(change => Telemetry.SegmentChanged(change.Segment, change.Transition.ToString()));
    }

    /// <summary>Why a person is in a segment, or why not.</summary>
    public SegmentExplanation Explain(PersonFacts person, string segment, DateTimeOffset now) => new SegmentExplainer(segments)
        .Explain(segment, merger.View(person, segments[segment].Purpose ?? DefaultPurpose, now), now);

    /// <summary>A verdict on every segment for one person at one instant, each over the view of the segment's purpose.</summary>
    /// <param name="person">The person.</param>
    /// <param name="now">The instant.</param>
    /// <param name="purpose">Whose view segments without a purpose are judged over: those of a read see no more than the read may.</param>
    public IReadOnlyList<SegmentVerdict> Judge(PersonFacts person, DateTimeOffset now, string purpose = DefaultPurpose)
    {
        var views = new Dictionary<string, ProfileView>(StringComparer.Ordinal);
        return segments.EvaluateAll(
            own =>
            {
                var read = own ?? purpose;
                return views.TryGetValue(read, out var view) ? view : views[read] = merger.View(person, read, now);
            },
            now);
    }
}
