using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Memberships, flips and changes of one connection.</summary>
internal sealed class SqliteSegmentStore(Database database, NameTable names) : SegmentStore
{
    private const string ReadSql = "SELECT segment, since FROM memberships WHERE profile = ?";
    private const string EnterSql = "INSERT INTO memberships (profile, segment, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private const string LeaveSql = "DELETE FROM memberships WHERE profile = ? AND segment = ?";
    private const string CountSql = "SELECT count(*) FROM memberships WHERE segment = ?";
    private const string MembersSql =
        "SELECT profile, since FROM memberships WHERE segment = ? AND profile > ? ORDER BY profile LIMIT ?";

    private const string FlipSql = "INSERT INTO flips (profile, at) VALUES (?, ?) ON CONFLICT (profile) DO UPDATE SET at = excluded.at";
    private const string NoFlipSql = "DELETE FROM flips WHERE profile = ?";
    private const string SoonerSql =
        "INSERT INTO flips (profile, at) VALUES (?, ?) ON CONFLICT (profile) DO UPDATE SET at = excluded.at WHERE excluded.at < at";

    private const string AwaitSql =
        "INSERT INTO awaited_looks (profile, at, cause, fact_source, fact_key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (profile) DO UPDATE "
        + "SET at = max(at, excluded.at), cause = iif(cause = 3, 3, excluded.cause), fact_source = NULL, fact_key = NULL";

    private const string AnyAwaitedSql = "SELECT 1 FROM awaited_looks LIMIT 1";
    private const string NotAwaitedSql = "DELETE FROM awaited_looks WHERE profile = ?";
    private const string AwaitedSql = "SELECT at, cause, fact_source, fact_key FROM awaited_looks WHERE profile = ?";
    private const string DueSql = "SELECT profile, at FROM flips WHERE at <= ? AND (at, profile) > (?, ?) ORDER BY at, profile LIMIT ?";
    private const string RevisionSql =
        "INSERT INTO segment_revisions (segment, fingerprint, is_current, through) VALUES (?, ?, ?, ?) ON CONFLICT (segment) DO UPDATE "
        + "SET fingerprint = excluded.fingerprint, is_current = excluded.is_current, through = excluded.through";

    private const string RecordSql =
        "INSERT INTO segment_changes (profile, segment, transition, at, cause, fact_source, fact_key) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private const string ForgetSql = "DELETE FROM segment_changes WHERE sequence <= ?";
    private const string ChangesSql =
        "SELECT sequence, profile, segment, transition, at, cause, fact_source, fact_key FROM segment_changes "
        + "WHERE sequence > ? ORDER BY sequence LIMIT ?";

    private static readonly string[] EraseSql =
    [
        "DELETE FROM memberships WHERE profile = ?", NoFlipSql, NotAwaitedSql, "DELETE FROM segment_changes WHERE profile = ?",
        "UPDATE segment_revisions SET through = NULL WHERE through = ?",
    ];

    /// <summary>Whether this session has erased something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask<IReadOnlyList<SegmentMembership>> ReadMembershipsAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<SegmentMembership>();
        foreach (var profile in profiles.Distinct())
        {
            var row = database.Prepare(ReadSql).Bind(profile.Value);
            while (row.Step())
            {
                found.Add(new SegmentMembership(profile, names.TextOf(row.Int64(0)), row.Instant(1)));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<SegmentMembership>>(found);
    }

    public override ValueTask ApplyAsync(SegmentUpdate update, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var profile in update.Erased)
        {
            foreach (var sql in EraseSql)
            {
                HasErased |= database.Prepare(sql).Bind(profile.Value).Run() > 0;
            }
        }

        if (update.ForgottenThrough > 0)
        {
            database.Prepare(ForgetSql).Bind(update.ForgottenThrough).Run();
        }

        foreach (var change in update.Changes)
        {
            Apply(change);
        }

        var isAwaited = update.Flips.Count > 0 && database.Prepare(AnyAwaitedSql).Scalar() is not null;
        foreach (var flip in update.Flips)
        {
            _ = flip.At is { } at
                ? database.Prepare(FlipSql).Bind(flip.Profile.Value).Bind(at).Run()
                : database.Prepare(NoFlipSql).Bind(flip.Profile.Value).Run();
            if (isAwaited)
            {
                database.Prepare(NotAwaitedSql).Bind(flip.Profile.Value).Run();
            }
        }

        foreach (var (profile, at) in update.SoonerFlips.Where(flip => flip.At is not null))
        {
            database.Prepare(SoonerSql).Bind(profile.Value).Bind(at).Run();
        }

        foreach (var look in update.Awaited)
        {
            database.Prepare(SoonerSql).Bind(look.Profile.Value).Bind(look.At).Run();
            Bind(database.Prepare(AwaitSql).Bind(look.Profile.Value).Bind(look.At).Bind((long)look.Cause), look.Fact).Run();
        }

        Revise(update);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<ProfileFlip>> ReadDueFlipsAsync(
        DateTimeOffset until, ProfileFlip? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var due = new List<ProfileFlip>();
        var row = database.Prepare(DueSql).Bind(until).Bind(after?.At is { } at ? Binary.Ticks(at) : long.MinValue);
        row = after is { } last ? row.Bind(last.Profile.Value) : row.Bind([]);
        row.Bind((long)limit);
        while (row.Step())
        {
            due.Add(new ProfileFlip(new ProfileId(row.Uuid(0)), row.Instant(1)));
        }

        return ValueTask.FromResult<IReadOnlyList<ProfileFlip>>(due);
    }

    public override ValueTask<IReadOnlyList<AwaitedLook>> ReadAwaitedAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var awaited = new List<AwaitedLook>();
        foreach (var profile in profiles.Distinct())
        {
            var row = database.Prepare(AwaitedSql).Bind(profile.Value);
            while (row.Step())
            {
                awaited.Add(new AwaitedLook(profile, row.Instant(0), (SegmentChangeCause)row.Int32(1), Fact(row, 2)));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<AwaitedLook>>(awaited);
    }

    public override ValueTask<IReadOnlyList<RecordedSegmentChange>> ReadChangesAsync(
        long after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var changes = new List<RecordedSegmentChange>();
        var row = database.Prepare(ChangesSql).Bind(after).Bind((long)limit);
        while (row.Step())
        {
            var change = new SegmentChange(
                new ProfileId(row.Uuid(1)),
                names.TextOf(row.Int64(2)),
                (SegmentTransition)row.Int32(3),
                row.Instant(4),
                (SegmentChangeCause)row.Int32(5),
                Fact(row, 6));
            changes.Add(new RecordedSegmentChange(row.Int64(0), change));
        }

        return ValueTask.FromResult<IReadOnlyList<RecordedSegmentChange>>(changes);
    }

    public override ValueTask<IReadOnlyList<SegmentMembership>> ReadMembersAsync(
        string segment, ProfileId? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var members = new List<SegmentMembership>();
        if (names.Find(segment) is { } id)
        {
            var row = database.Prepare(MembersSql).Bind(id);
            row = after is { } last ? row.Bind(last.Value) : row.Bind([]);
            row.Bind((long)limit);
            while (row.Step())
            {
                members.Add(new SegmentMembership(new ProfileId(row.Uuid(0)), segment, row.Instant(1)));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<SegmentMembership>>(members);
    }

    public override ValueTask<IReadOnlyDictionary<string, long>> CountMembersAsync(
        IReadOnlyCollection<string> segments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyDictionary<string, long>>(segments.Distinct(StringComparer.Ordinal).ToDictionary(
            segment => segment,
            segment => names.Find(segment) is { } id ? database.Prepare(CountSql).Bind(id).Scalar() ?? 0 : 0,
            StringComparer.Ordinal));
    }

    public override ValueTask<IReadOnlyList<SegmentRevision>> ReadRevisionsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var revisions = new List<SegmentRevision>();
        var row = database.Prepare("SELECT segment, fingerprint, is_current, through FROM segment_revisions");
        while (row.Step())
        {
            revisions.Add(new SegmentRevision(
                names.TextOf(row.Int64(0)), row.Text(1), row.Int32(2) != 0, row.IsNull(3) ? null : new ProfileId(row.Uuid(3))));
        }

        return ValueTask.FromResult<IReadOnlyList<SegmentRevision>>(revisions);
    }

    public void End() => HasErased = false;

    private void Revise(SegmentUpdate update)
    {
        foreach (var segment in update.Dropped)
        {
            database.Prepare("DELETE FROM segment_revisions WHERE segment = ?").Bind(names.IdOf(segment)).Run();
        }

        foreach (var revision in update.Revisions)
        {
            database.Prepare(RevisionSql).Bind(names.IdOf(revision.Segment)).Bind(revision.Fingerprint)
                .Bind(revision.IsCurrent ? 1L : 0L).Bind(revision.Through?.Value).Run();
        }
    }

    private void Apply(SegmentChange change)
    {
        var segment = names.IdOf(change.Segment);
        if (change.Transition == SegmentTransition.Entered)
        {
            database.Prepare(EnterSql).Bind(change.Profile.Value).Bind(segment).Bind(change.At).Run();
        }
        else
        {
            database.Prepare(LeaveSql).Bind(change.Profile.Value).Bind(segment).Run();
        }

        var record = database.Prepare(RecordSql)
            .Bind(change.Profile.Value)
            .Bind(segment)
            .Bind((long)change.Transition)
            .Bind(change.At)
            .Bind((long)change.Cause);
        Bind(record, change.Fact).Run();
    }

    private Statement Bind(Statement record, FactId? fact) =>
        fact is { } named ? record.Bind(names.IdOf(named.Source)).Bind(named.Key) : record.BindNull().BindNull();

    private FactId? Fact(Statement row, int at) => row.IsNull(at) ? null : new FactId(names.TextOf(row.Int64(at)), row.Key(at + 1));
}
