using System.Globalization;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>Explains memberships, at any instant past or present. Agrees with <see cref="ReferenceEvaluator"/> by construction. Thread-safe.</summary>
public sealed class SegmentExplainer
{
    private readonly SegmentSet _set;

    /// <summary>An explainer of the segments of a set, and of rules that refer to them.</summary>
    public SegmentExplainer(SegmentSet? segments = null) => _set = segments ?? SegmentSet.Empty;

    /// <summary>Why a person is in a segment, or why not.</summary>
    /// <param name="segment">The segment's id.</param>
    /// <param name="view">The person's view for the segment's purpose.</param>
    /// <param name="now">The instant: facts from after it are absent, so a past one shows what was so then.</param>
    /// <exception cref="ArgumentException">The set has no such segment.</exception>
    public SegmentExplanation Explain(string segment, ProfileView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ExplainMembership(_set[segment], new RuleContext(view, now, TimeZoneInfo.Utc, _set));
    }

    /// <summary>Why a rule holds of a person, or why not.</summary>
    public SegmentExplanation Explain(SegmentRule rule, ProfileView view, DateTimeOffset now, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(view);
        return Explain(rule, new RuleContext(view, now, RuleContext.Resolve(timeZone, view, now), _set));
    }

    private static SegmentExplanation ExplainMembership(SegmentDefinition definition, RuleContext context)
    {
        var permitted = definition.Purpose is null || context.View.Permitted.Contains(definition.Purpose);
        return new SegmentExplanation
        {
            Rule = $"segment {definition.Id}",
            Holds = ReferenceEvaluator.IsMember(definition, context),
            Note = permitted ? Withheld(context.View) : $"the purpose \"{definition.Purpose}\" is not permitted",
            NextFlip = Flips.Earliest(Flips.NextChange(definition, context), context.View.ChangesAt),
            Parts = [Explain(definition.When, context.For(definition))],
        };
    }

    private static string? Withheld(ProfileView view) => view.Withheld == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{view.Withheld} facts are withheld from this purpose and count as absent");

    private static SegmentExplanation Explain(SegmentRule rule, RuleContext context)
    {
        var bare = new SegmentExplanation
        {
            Rule = Name(rule),
            Holds = ReferenceEvaluator.Holds(rule, context),
            NextFlip = Flips.Next(rule, context),
            Parts = [.. RuleTree.Children(rule).Select(child => Explain(child, context))],
        };
        return rule switch
        {
            TraitRule trait => LeafExplanations.Of(bare, trait, context),
            EventRule events => LeafExplanations.Of(bare, events, context),
            SequenceRule sequence => LeafExplanations.Of(bare, sequence, context),
            ConsentRule consent => bare with { Found = LeafEvaluator.StandingOf(consent.Purpose, context.View).ToString() },
            RfmRule rfm => LeafExplanations.Of(bare, rfm, context),
            ScoreRule score => bare with { Found = ReferenceEvaluator.Total(score, context).ToString(CultureInfo.InvariantCulture) },
            RelativeRule relative => LeafExplanations.Of(bare, relative, context),
            InSegmentRule other => bare with { Parts = [ExplainMembership(context.Set[other.Segment], context)] },
            _ => bare,
        };
    }

    private static string Name(SegmentRule rule) => rule switch
    {
        AllRule => "all",
        AnyRule => "any",
        NotRule => "not",
        ScoreRule => "score",
        AtLeastRule some => string.Create(CultureInfo.InvariantCulture, $"at least {some.Count} of"),
        _ => SegmentJson.WriteRule(rule),
    };
}
