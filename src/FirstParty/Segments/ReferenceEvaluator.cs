using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// What a rule means, written to be read: the yardstick that every faster evaluator is held to. A fact from after <c>now</c> is absent.
/// Never throws for any view and instant once the rule was accepted. Immutable and thread-safe.
/// </summary>
public sealed class ReferenceEvaluator
{
    private readonly SegmentSet _set;

    /// <summary>An evaluator for rules that may refer to the segments of a set.</summary>
    public ReferenceEvaluator(SegmentSet? segments = null) => _set = segments ?? SegmentSet.Empty;

    /// <summary>
    /// Whether a person is in a segment: the rule holds over the view, and the segment's purpose, if it has one, is permitted. The view must be
    /// the one made for that purpose.
    /// </summary>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public bool IsMember(string segment, ProfileView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        return IsMember(_set[segment], new RuleContext(view, now, TimeZoneInfo.Utc, _set));
    }

    /// <summary>Whether a rule holds of a person at an instant.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="view">The facts.</param>
    /// <param name="now">The instant.</param>
    /// <param name="timeZone">The IANA zone of days and calendar windows, <c>profile</c>, or null for UTC.</param>
    public bool Matches(SegmentRule rule, ProfileView view, DateTimeOffset now, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(view);
        return Holds(rule, new RuleContext(view, now, RuleContext.Resolve(timeZone, view, now), _set));
    }

    /// <summary>
    /// The earliest instant after <paramref name="now"/> at which membership can change although nothing new becomes known; null for never.
    /// It may be early (nothing changes then, and the next is asked for), and is never late. Exact to the tick of 100 ns.
    /// </summary>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public DateTimeOffset? NextFlip(string segment, ProfileView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Flips.Earliest(Flips.NextChange(_set[segment], new RuleContext(view, now, TimeZoneInfo.Utc, _set)), view.ChangesAt);
    }

    /// <summary>The earliest instant after <paramref name="now"/> at which a rule's answer can change, as with a segment's.</summary>
    public DateTimeOffset? NextFlip(SegmentRule rule, ProfileView view, DateTimeOffset now, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(view);
        return Flips.Earliest(Flips.Next(rule, new RuleContext(view, now, RuleContext.Resolve(timeZone, view, now), _set)), view.ChangesAt);
    }

    internal static bool IsMember(SegmentDefinition definition, RuleContext context)
    {
        if (!context.Members.TryGetValue(definition.Id, out var isMember))
        {
            var permitted = definition.Purpose is null || context.View.Permitted.Contains(definition.Purpose);
            isMember = permitted && Holds(definition.When, context.For(definition));
            context.Members[definition.Id] = isMember;
        }

        return isMember;
    }

    internal static decimal Total(ScoreRule rule, RuleContext context) =>
        rule.Parts.Where(part => Holds(part.When, context)).Sum(part => part.Points);

    internal static bool Holds(SegmentRule rule, RuleContext context) => rule switch
    {
        AllRule all => all.Rules.All(child => Holds(child, context)),
        AnyRule any => any.Rules.Any(child => Holds(child, context)),
        NotRule not => !Holds(not.Rule, context),
        AtLeastRule some => some.Rules.Count(child => Holds(child, context)) >= some.Count,
        TraitRule trait => LeafEvaluator.Holds(trait, context),
        EventRule events => LeafEvaluator.Holds(events, context),
        SequenceRule sequence => LeafEvaluator.Holds(sequence, context),
        ConsentRule consent => LeafEvaluator.Holds(consent, context.View),
        ScoreRule score => score.Test.Holds(Total(score, context)),
        RelativeRule relative => LeafEvaluator.Holds(relative, context),
        RfmRule rfm => LeafEvaluator.Holds(rfm, context),
        BucketRule bucket => LeafEvaluator.Holds(bucket, context.View.Id),
        InSegmentRule { EnteredWithin: null } other => IsMember(context.Set[other.Segment], context),
        InSegmentRule other => EntrySearch.EnteredWithin(other, context) is not null,
        _ => throw new ArgumentException("Not a rule that stands alone: a property is tested in the filter of an event.", nameof(rule)),
    };
}
