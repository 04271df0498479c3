using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Segments;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Rows of memberships, flips and changes.</summary>
internal static class SegmentRows
{
    public const string ChangeColumns = "sequence, profile, segment, transition, at, cause, fact_key, fact_source";

    public static readonly Insertion<SegmentMembership> Memberships = new Insertion<SegmentMembership>("firstparty.memberships", "ON CONFLICT DO NOTHING")
        .Uuid("profile", membership => membership.Profile.Value)
        .Text("segment", membership => membership.Segment)
        .Instant("since", membership => membership.Since);

    public static readonly Insertion<ProfileFlip> Flips = new Insertion<ProfileFlip>("firstparty.flips", "ON CONFLICT (profile) DO UPDATE SET at = excluded.at")
        .Uuid("profile", flip => flip.Profile.Value)
        .Instant("at", flip => flip.At!.Value);

    public static readonly Insertion<ProfileFlip> SoonerFlips = new Insertion<ProfileFlip>(
        "firstparty.flips AS f", "ON CONFLICT (profile) DO UPDATE SET at = excluded.at WHERE excluded.at < f.at")
        .Uuid("profile", flip => flip.Profile.Value)
        .Instant("at", flip => flip.At!.Value);

    public static readonly Insertion<AwaitedLook> Awaited = new Insertion<AwaitedLook>(
        "firstparty.awaited_looks AS l",
        "ON CONFLICT (profile) DO UPDATE SET at = greatest(l.at, excluded.at), "
        + "cause = CASE WHEN l.cause = 3 THEN l.cause ELSE excluded.cause END, fact_key = NULL, fact_source = NULL")
        .Uuid("profile", look => look.Profile.Value)
        .Instant("at", look => look.At)
        .Int16("cause", look => (short)look.Cause)
        .Uuid("fact_key", look => look.Fact?.Uuid())
        .NullableText("fact_source", look => look.Fact?.Source);

    public static readonly Insertion<SegmentRevision> Revisions = new Insertion<SegmentRevision>(
        "firstparty.segment_revisions",
        "ON CONFLICT (segment) DO UPDATE SET fingerprint = excluded.fingerprint, is_current = excluded.is_current, through = excluded.through")
        .Text("segment", revision => revision.Segment)
        .Text("fingerprint", revision => revision.Fingerprint)
        .Boolean("is_current", revision => revision.IsCurrent)
        .Uuid("through", revision => revision.Through?.Value);

    public static readonly Insertion<SegmentChange> Changes = new Insertion<SegmentChange>("firstparty.segment_changes", "")
        .Computed("sequence", "nextval('firstparty.segment_change_numbers')")
        .Uuid("profile", change => change.Profile.Value)
        .Text("segment", change => change.Segment)
        .Int16("transition", change => (short)change.Transition)
        .Instant("at", change => change.At)
        .Int16("cause", change => (short)change.Cause)
        .Uuid("fact_key", change => change.Fact?.Uuid())
        .NullableText("fact_source", change => change.Fact?.Source);

    public static RecordedSegmentChange ReadChange(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new SegmentChange(
            row.Profile(1), row.Text(2), (SegmentTransition)row.GetInt16(3), row.Instant(4), (SegmentChangeCause)row.GetInt16(5), row.NullableFact(6)));

    public static AwaitedLook ReadAwaited(NpgsqlDataReader row) =>
        new(row.Profile(0), row.Instant(1), (SegmentChangeCause)row.GetInt16(2), row.NullableFact(3));

    public static SegmentRevision ReadRevision(NpgsqlDataReader row) => new(row.Text(0), row.Text(1), row.GetBoolean(2), row.NullableProfile(3));

    public static SegmentMembership ReadMembership(NpgsqlDataReader row) => new(new ProfileId(row.GetGuid(0)), row.Text(1), row.Instant(2));
}
