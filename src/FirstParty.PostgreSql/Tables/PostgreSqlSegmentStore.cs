using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Segments;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// Memberships, flips and changes of one session. Changes are numbered under a lock that is held until the commit: a number is seen only once
/// all smaller ones are, so a reader's cursor never passes one that comes later.
/// </summary>
internal sealed class PostgreSqlSegmentStore(Database database) : SegmentStore
{
    private const string ReadSql = "SELECT profile, segment, since FROM firstparty.memberships WHERE profile = ANY($1)";
    private const string LeaveSql =
        "DELETE FROM firstparty.memberships m USING unnest($1, $2) AS f (profile, segment) WHERE m.profile = f.profile AND m.segment = f.segment";

    private const string CountSql = "SELECT segment, count(*) FROM firstparty.memberships WHERE segment = ANY($1) GROUP BY segment";
    private const string FirstMembersSql =
        "SELECT profile, segment, since FROM firstparty.memberships WHERE segment = $1 ORDER BY profile LIMIT $2";

    private const string NextMembersSql =
        "SELECT profile, segment, since FROM firstparty.memberships WHERE segment = $1 AND profile > $3 ORDER BY profile LIMIT $2";

    private const string NoFlipSql = "DELETE FROM firstparty.flips WHERE profile = ANY($1)";
    private const string NotAwaitedSql = "DELETE FROM firstparty.awaited_looks WHERE profile = ANY($1)";
    private const string AwaitedSql = "SELECT profile, at, cause, fact_key, fact_source FROM firstparty.awaited_looks WHERE profile = ANY($1)";
    private const string FirstDueSql = "SELECT profile, at FROM firstparty.flips WHERE at <= $1 ORDER BY at, profile LIMIT $2";
    private const string NextDueSql =
        "SELECT profile, at FROM firstparty.flips WHERE at <= $1 AND (at, profile) > ($3, $4) ORDER BY at, profile LIMIT $2";

    private const string RevisionsSql = "SELECT segment, fingerprint, is_current, through FROM firstparty.segment_revisions";
    private const string DropRevisionsSql = "DELETE FROM firstparty.segment_revisions WHERE segment = ANY($1)";
    private const string ForgetSql = "DELETE FROM firstparty.segment_changes WHERE sequence <= $1";
    private const string ChangesSql =
        $"SELECT {SegmentRows.ChangeColumns} FROM firstparty.segment_changes WHERE sequence > $1 ORDER BY sequence LIMIT $2";

    private static readonly string[] EraseSql =
    [
        "DELETE FROM firstparty.memberships WHERE profile = ANY($1)", NoFlipSql, NotAwaitedSql, "DELETE FROM firstparty.segment_changes WHERE profile = ANY($1)",
        "UPDATE firstparty.segment_revisions SET through = NULL WHERE through = ANY($1)",
    ];

    private readonly Dictionary<Guid, List<SegmentMembership>> _ahead = []; // What is read before it is asked for.
    private Statement? _reading; // That does it.

    /// <summary>Whether this session has erased something.</summary>
    public bool HasErased { get; private set; }

    public override void Expect(IReadOnlyCollection<ProfileId> profiles)
    {
        Guid[] asked = [.. profiles.Select(id => id.Value).Where(id => _ahead.TryAdd(id, []))];
        if (asked.Length > 0)
        {
            _reading = Reading(asked, membership => _ahead.GetValueOrDefault(membership.Profile.Value)?.Add(membership));
            database.Defer(_reading);
        }
    }

    public override async ValueTask<IReadOnlyList<SegmentMembership>> ReadMembershipsAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. profiles.Select(id => id.Value).Distinct()];
        Guid[] unread = [.. ids.Where(id => !_ahead.ContainsKey(id))];
        var found = new List<SegmentMembership>();
        await database.FlushAsync(_reading, cancellationToken).ConfigureAwait(false);
        if (unread.Length > 0)
        {
            await database.RunAsync(Reading(unread, found.Add), cancellationToken).ConfigureAwait(false);
        }

        found.AddRange(ids.SelectMany(id => _ahead.GetValueOrDefault(id) ?? []));
        return found;
    }

    public override ValueTask ApplyAsync(SegmentUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        _ahead.Clear();
        var statements = new List<Statement>();
        if (update.Erased.Count > 0)
        {
            HasErased = true;
            statements.AddRange(EraseSql.Select(sql => database.Sql(sql).Add(update.Erased.Select(id => id.Value))));
        }

        if (update.ForgottenThrough > 0)
        {
            statements.Add(database.Sql(ForgetSql).Add(update.ForgottenThrough));
        }

        AddMemberships(update.Changes, statements);
        AddFlips(update, statements);
        statements.AddRange(Revise(update));
        database.Defer(statements);
        if (update.Changes.Count > 0)
        {
            database.DeferLast([database.LockOutbox(), .. SegmentRows.Changes.Of(database, update.Changes)]);
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<ProfileFlip>> ReadDueFlipsAsync(
        DateTimeOffset until, ProfileFlip? after, int limit, CancellationToken cancellationToken)
    {
        var due = new List<ProfileFlip>();
        var read = database.Sql(after is { At: not null } ? NextDueSql : FirstDueSql).Add(Binary.Ticks(until)).Add(limit);
        if (after is { At: { } at } last)
        {
            read.Add(Binary.Ticks(at)).Add(last.Profile.Value);
        }

        await database.RunAsync(read.Each(row => due.Add(new ProfileFlip(row.Profile(0), row.Instant(1)))), cancellationToken)
            .ConfigureAwait(false);
        return due;
    }

    public override async ValueTask<IReadOnlyList<AwaitedLook>> ReadAwaitedAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        var awaited = new List<AwaitedLook>();
        await database.RunAsync(
            database.Sql(AwaitedSql).Add(profiles.Select(id => id.Value).Distinct()).Each(row => awaited.Add(SegmentRows.ReadAwaited(row))),
            cancellationToken).ConfigureAwait(false);
        return awaited;
    }

    public override async ValueTask<IReadOnlyList<RecordedSegmentChange>> ReadChangesAsync(
        long after, int limit, CancellationToken cancellationToken)
    {
        var changes = new List<RecordedSegmentChange>();
        await database.RunAsync(
            database.Sql(ChangesSql).Add(after).Add(limit).Each(row => changes.Add(SegmentRows.ReadChange(row))), cancellationToken)
            .ConfigureAwait(false);
        return changes;
    }

    public override async ValueTask<IReadOnlyList<SegmentMembership>> ReadMembersAsync(
        string segment, ProfileId? after, int limit, CancellationToken cancellationToken)
    {
        var members = new List<SegmentMembership>();
        var read = database.Sql(after is null ? FirstMembersSql : NextMembersSql).Add(segment).Add(limit);
        if (after is { } last)
        {
            read.Add(last.Value);
        }

        await database.RunAsync(read.Each(row => members.Add(SegmentRows.ReadMembership(row))), cancellationToken).ConfigureAwait(false);
        return members;
    }

    public override async ValueTask<IReadOnlyDictionary<string, long>> CountMembersAsync(
        IReadOnlyCollection<string> segments, CancellationToken cancellationToken)
    {
        var counts = segments.Distinct(StringComparer.Ordinal).ToDictionary(segment => segment, _ => 0L, StringComparer.Ordinal);
        await database.RunAsync(
            database.Sql(CountSql).Add(counts.Keys).Each(row => counts[row.Text(0)] = row.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return counts;
    }

    public override async ValueTask<IReadOnlyList<SegmentRevision>> ReadRevisionsAsync(CancellationToken cancellationToken)
    {
        var revisions = new List<SegmentRevision>();
        await database.RunAsync(database.Sql(RevisionsSql).Each(row => revisions.Add(SegmentRows.ReadRevision(row))), cancellationToken)
            .ConfigureAwait(false);
        return revisions;
    }

    private Statement Reading(Guid[] profiles, Action<SegmentMembership> found) =>
        database.Sql(ReadSql).Add(profiles).Each(row => found(SegmentRows.ReadMembership(row)));

    /// <summary>What the changes come to, one after the other: who leaves, and who is in, since the first time they entered and stayed.</summary>
    private void AddMemberships(IReadOnlyList<SegmentChange> changes, List<Statement> statements)
    {
        var left = new HashSet<(Guid Profile, string Segment)>();
        var entered = new Dictionary<(Guid, string), SegmentMembership>();
        foreach (var change in changes)
        {
            var key = (change.Profile.Value, change.Segment);
            if (change.Transition == SegmentTransition.Entered)
            {
                entered.TryAdd(key, new SegmentMembership(change.Profile, change.Segment, change.At));
            }
            else
            {
                entered.Remove(key);
                left.Add(key);
            }
        }

        if (left.Count > 0)
        {
            statements.Add(database.Sql(LeaveSql).Add(left.Select(key => key.Profile)).Add(left.Select(key => key.Segment)));
        }

        statements.AddRange(SegmentRows.Memberships.Of(database, [.. entered.Values.OrderBy(membership => membership.Profile)]));
    }

    private void AddFlips(SegmentUpdate update, List<Statement> statements)
    {
        var last = update.Flips.Reverse().DistinctBy(flip => flip.Profile).OrderBy(flip => flip.Profile).ToList();
        var none = last.Where(flip => flip.At is null).Select(flip => flip.Profile.Value).ToList();
        if (none.Count > 0)
        {
            statements.Add(database.Sql(NoFlipSql).Add(none));
        }

        if (last.Count > 0)
        {
            statements.Add(database.Sql(NotAwaitedSql).Add(last.Select(flip => flip.Profile.Value)));
        }

        var sooner = update.SoonerFlips.Concat(update.Awaited.Select(look => new ProfileFlip(look.Profile, look.At)))
            .Where(flip => flip.At is not null).OrderBy(flip => flip.At).DistinctBy(flip => flip.Profile);
        statements.AddRange(SegmentRows.Flips.Of(database, [.. last.Where(flip => flip.At is not null)]));
        statements.AddRange(SegmentRows.SoonerFlips.Of(database, [.. sooner.OrderBy(flip => flip.Profile)]));
        statements.AddRange(SegmentRows.Awaited.Of(database, [.. update.Awaited.OrderBy(look => look.Profile)]));
    }

    /// <summary>Which definitions the memberships follow.</summary>
    private IEnumerable<Statement> Revise(SegmentUpdate update)
    {
        if (update.Dropped.Count > 0)
        {
            yield return database.Sql(DropRevisionsSql).Add(update.Dropped);
        }

        foreach (var statement in SegmentRows.Revisions.Of(
            database, [.. update.Revisions.Reverse().DistinctBy(revision => revision.Segment).OrderBy(revision => revision.Segment, StringComparer.Ordinal)]))
        {
            yield return statement;
        }
    }
}
