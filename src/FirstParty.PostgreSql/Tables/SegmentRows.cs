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

    public static readonly Insertion<(long Sequence, SegmentChange Change)> Changes =
        new Insertion<(long Sequence, SegmentChange Change)>("firstparty.segment_changes", "")
            .Int64("sequence", row => row.Sequence)
            .Uuid("profile", row => row.Change.Profile.Value)
            .Text("segment", row => row.Change.Segment)
            .Int16("transition", row => (short)row.Change.Transition)
            .Instant("at", row => row.Change.At)
            .Int16("cause", row => (short)row.Change.Cause)
            .Uuid("fact_key", row => row.Change.Fact?.Uuid())
            .NullableText("fact_source", row => row.Change.Fact?.Source);

    public static RecordedSegmentChange ReadChange(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new SegmentChange(
            row.Profile(1), row.Text(2), (SegmentTransition)row.GetInt16(3), row.Instant(4), (SegmentChangeCause)row.GetInt16(5), row.NullableFact(6)));

    public static SegmentMembership ReadMembership(NpgsqlDataReader row) => new(new ProfileId(row.GetGuid(0)), row.Text(1), row.Instant(2));
}
