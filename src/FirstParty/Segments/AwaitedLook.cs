using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>
/// Something changed about a person whose history is too long to be read along with it: their profile and memberships follow with a look of their own.
/// </summary>
/// <param name="Profile">The profile.</param>
/// <param name="At">When it changed: what the look finds changed is recorded as of then. UTC.</param>
/// <param name="Cause">What the memberships change upon, if they change.</param>
/// <param name="Fact">The fact they change upon, or null when it was none or several.</param>
public sealed record AwaitedLook(ProfileId Profile, DateTimeOffset At, SegmentChangeCause Cause, FactId? Fact = null)
{
    /// <summary>
    /// This look and a further one of the same profile as one: what came in between is not told apart any more. As of the later instant, upon
    /// <see cref="SegmentChangeCause.Identity"/> if either was, otherwise upon what the further one was, and upon no one fact.
    /// </summary>
    public AwaitedLook With(AwaitedLook further)
    {
        ArgumentNullException.ThrowIfNull(further);
        var isIdentity = Cause == SegmentChangeCause.Identity || further.Cause == SegmentChangeCause.Identity;
        return new AwaitedLook(Profile, At > further.At ? At : further.At, isIdentity ? SegmentChangeCause.Identity : further.Cause);
    }
}
