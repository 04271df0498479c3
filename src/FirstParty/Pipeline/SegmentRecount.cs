using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Sql;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Computes every membership of everybody anew, by the store's own SQL where it has any and by columns elsewhere, and compares.</summary>
internal sealed class SegmentRecount(Population population, LineParts parts)
{
    private const int Page = 2_000;

    private readonly SqlSegments _sql = new(parts.Segments);
    private readonly BatchSegments _columns = new(parts.Segments);
    private readonly Dictionary<string, long> _members = new(StringComparer.Ordinal);
    private readonly List<SegmentChange> _differences = [];
    private readonly HashSet<NotExpressible> _notExpressible = [];
    private bool _bySql;
    private long _people;

    public async ValueTask<SegmentAudit> RunAsync(CancellationToken cancellationToken)
    {
        var now = parts.Now;
        foreach (var definition in parts.Segments.Definitions)
        {
            _members[definition.Id] = 0;
        }

        await foreach (var (session, people) in population.PagesAsync(Page, cancellationToken).ConfigureAwait(false))
        {
            _people += people.Count;
            var held = (await session.Segments.ReadMembershipsAsync([.. people.Select(person => person.Id)], cancellationToken).ConfigureAwait(false))
                .Select(membership => (membership.Profile, membership.Segment)).ToHashSet();
            foreach (var purpose in parts.Segments.Definitions.Select(definition => definition.Purpose).Distinct())
            {
                var views = people.Select(person => new PersonViews(person, parts.Merger, now).For(purpose)).ToList();
                Compare(purpose, views, await EvaluateAsync(session, views, now, cancellationToken).ConfigureAwait(false), held, now);
            }
        }

        return new SegmentAudit(now, _people, _bySql, _members, _differences, [.. _notExpressible]);
    }

    private async ValueTask<IReadOnlyList<SegmentBitmap>> EvaluateAsync(
        StorageSession session, List<ProfileView> views, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (session.SegmentSql is not { } database)
        {
            return _columns.Evaluate(_columns.Encode(views), now);
        }

        _bySql = true;
        var found = await _sql.EvaluateAsync(database, views, now, cancellationToken).ConfigureAwait(false);
        _notExpressible.UnionWith(found.NotExpressible);
        return found.Members;
    }

    private void Compare(
        string? purpose, List<ProfileView> views, IReadOnlyList<SegmentBitmap> found, HashSet<(ProfileId Profile, string Segment)> held, DateTimeOffset now)
    {
        foreach (var bitmap in found.Where(bitmap => parts.Segments[bitmap.Segment].Purpose == purpose))
        {
            _members[bitmap.Segment] += bitmap.Members;
            for (var row = 0; row < views.Count; row++)
            {
                if (bitmap[row] != held.Contains((views[row].Id, bitmap.Segment)))
                {
                    _differences.Add(new SegmentChange(
                        views[row].Id,
                        bitmap.Segment,
                        bitmap[row] ? SegmentTransition.Entered : SegmentTransition.Exited,
                        now,
                        SegmentChangeCause.Definition));
                }
            }
        }
    }
}
