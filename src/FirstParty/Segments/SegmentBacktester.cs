using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments;

/// <summary>
/// Tries definitions out before they are saved: whom they hold now, and who would have entered and left over a time past. Facts count from when they
/// occurred, traits from when their present value was stated, and consent is that of the view. Immutable and thread-safe.
/// </summary>
public sealed class SegmentBacktester
{
    private readonly SegmentSet _set;

    /// <summary>A tester of the segments of a set; put the new or changed definition into a set of its own with those it refers to.</summary>
    public SegmentBacktester(SegmentSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        _set = set;
    }

    /// <summary>Whom a segment holds at an instant.</summary>
    /// <param name="segment">The segment's id.</param>
    /// <param name="views">Everybody's view for the segment's purpose; read once.</param>
    /// <param name="now">The instant.</param>
    /// <param name="sample">How many members to name at most.</param>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public SegmentPreview Preview(string segment, IEnumerable<ProfileView> views, DateTimeOffset now, int sample = 10)
    {
        ArgumentNullException.ThrowIfNull(views);
        var count = new PreviewCount(_set, segment, now, sample);
        foreach (var view in views)
        {
            count.Add(view);
        }

        return count.Result;
    }

    /// <inheritdoc cref="Preview" />
    public async ValueTask<SegmentPreview> PreviewAsync(string segment, IAsyncEnumerable<ProfileView> views, DateTimeOffset now, int sample = 10)
    {
        ArgumentNullException.ThrowIfNull(views);
        var count = new PreviewCount(_set, segment, now, sample);
        await foreach (var view in views.ConfigureAwait(false))
        {
            count.Add(view);
        }

        return count.Result;
    }

    /// <summary>
    /// When a person would have entered and left a segment in (from, to], oldest first. The cause is <see cref="SegmentChangeCause.Fact"/> where
    /// something became known at that very instant, otherwise <see cref="SegmentChangeCause.Time"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public IEnumerable<SegmentChange> Changes(string segment, ProfileView view, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Changes(_set[segment], view, from, to);
    }

    private IEnumerable<SegmentChange> Changes(SegmentDefinition definition, ProfileView view, DateTimeOffset from, DateTimeOffset to)
    {
        bool? wasMember = null;
        foreach (var (at, isMember) in EntrySearch.Walk(definition, new RuleContext(view, from, TimeZoneInfo.Utc, _set), from, to))
        {
            if (wasMember is { } was && was != isMember)
            {
                var fact = FactAt(view, at);
                yield return new SegmentChange(
                    view.Id,
                    definition.Id,
                    isMember ? SegmentTransition.Entered : SegmentTransition.Exited,
                    at,
                    fact is null ? SegmentChangeCause.Time : SegmentChangeCause.Fact,
                    fact);
            }

            wasMember = isMember;
        }
    }

    private static FactId? FactAt(ProfileView view, DateTimeOffset at) =>
        view.Events.All.Where(e => e.OccurredAt == at).Select(e => (FactId?)e.Id)
            .Concat(view.Traits.Values.Where(trait => trait.OccurredAt == at).Select(trait => (FactId?)trait.Fact))
            .FirstOrDefault();
}
