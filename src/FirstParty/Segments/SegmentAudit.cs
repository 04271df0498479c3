using FirstParty.Segments.Sql;

namespace FirstParty.Segments;

/// <summary>What a second look at everybody found: memberships computed anew, all at one instant, against those that are stored.</summary>
/// <param name="AsOf">The instant. UTC.</param>
/// <param name="People">How many people were looked at.</param>
/// <param name="BySql">Whether the store's own SQL computed them; otherwise columns in memory did.</param>
/// <param name="Members">How many members of each segment were found.</param>
/// <param name="Differences">Memberships that are stored and should not be, or should be and are not; empty when live and recomputed agree.</param>
/// <param name="NotExpressible">The leaves that SQL could not say and the row engine answered for.</param>
public sealed record SegmentAudit(
    DateTimeOffset AsOf,
    long People,
    bool BySql,
    IReadOnlyDictionary<string, long> Members,
    IReadOnlyList<SegmentChange> Differences,
    IReadOnlyList<NotExpressible> NotExpressible);
