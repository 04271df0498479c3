using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>A person entered or left a segment.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Segment">The segment's id.</param>
/// <param name="Transition">Whether it was entered or left.</param>
/// <param name="At">When: the instant of the fact or of the clock that changed it. UTC.</param>
/// <param name="Cause">What it changed upon.</param>
/// <param name="Fact">The fact it changed upon, or null when it was none or several.</param>
public sealed record SegmentChange(
    ProfileId Profile, string Segment, SegmentTransition Transition, DateTimeOffset At, SegmentChangeCause Cause, FactId? Fact = null)
{
    /// <summary>
    /// The changes that lead from the memberships a store holds to those a new evaluation found; segments without a verdict are left as they are.
    /// </summary>
    public static IEnumerable<SegmentChange> Between(
        ProfileId profile,
        IReadOnlySet<string> held,
        IEnumerable<SegmentVerdict> verdicts,
        DateTimeOffset at,
        SegmentChangeCause cause,
        FactId? fact = null)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(verdicts);
        return verdicts
            .Where(verdict => verdict.IsMember != held.Contains(verdict.Segment))
            .Select(verdict => new SegmentChange(
                profile, verdict.Segment, verdict.IsMember ? SegmentTransition.Entered : SegmentTransition.Exited, at, cause, fact));
    }
}
