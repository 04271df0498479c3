namespace FirstParty.Segments.Rules;

/// <summary>The versions of the JSON format, each of which adds to the one before.</summary>
public static class FormatVersion
{
    /// <summary>The newest: 2.</summary>
    public const int Newest = 2;

    /// <summary>The least version that can say a rule: 1 unless it has something of <see cref="NewerWords"/>.</summary>
    public static int Of(SegmentRule rule) => NewerWords(rule).Any() ? 2 : 1;

    /// <summary>What a rule has that version 1 cannot say: provenance, scores, relative numbers, comparisons with traits, regularity, sessions, windows of a session,
    /// the most frequent and all different values.</summary>
    public static IEnumerable<string> NewerWords(SegmentRule rule)
    {
        var pending = new Stack<SegmentRule>();
        pending.Push(rule);
        while (pending.TryPop(out var next))
        {
            foreach (var word in OwnWords(next))
            {
                yield return word;
            }

            foreach (var below in RuleTree.Children(next).Concat(RuleTree.Filters(next)))
            {
                pending.Push(below);
            }
        }
    }

    private static IEnumerable<string> OwnWords(SegmentRule rule) =>
        WindowsOf(rule).OfType<EventWindow.Session>().Select(_ => "session").Concat(OtherWords(rule));

    private static IEnumerable<EventWindow?> WindowsOf(SegmentRule rule) => rule switch
    {
        EventRule events => [events.Within],
        SequenceRule sequence => [sequence.Within],
        RfmRule rfm => [rfm.Within],
        _ => [],
    };

    private static IEnumerable<string> OtherWords(SegmentRule rule) => rule switch
    {
        ScoreRule => ["score"],
        RelativeRule => ["compare"],
        TraitRule { Provenance: not null } trait => OperandWords(trait.Test).Prepend("provenance"),
        TraitRule trait => OperandWords(trait.Test),
        PropertyRule property => OperandWords(property.Test),
        EventRule events => events.Measures.SelectMany(measure => measure switch
        {
            EventMeasure.Values or EventMeasure.Regularly or EventMeasure.Sessions => [measure.Name],
            EventMeasure.Property property => OperandWords(property.Test),
            _ => Enumerable.Empty<string>(),
        }),
        _ => [],
    };

    private static IEnumerable<string> OperandWords(ValueTest test) => test.HasTraitOperand ? ["comparison with a trait"] : [];
}
