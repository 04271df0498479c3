using FirstParty.Events;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Compiles tests of traits: each condition to the cheapest node that means the same.</summary>
internal sealed class TraitCompiler(FrameLayout layout)
{
    /// <summary>The node of a leaf; null when only the plain evaluator can say.</summary>
    public PlanNode? Compile(TraitRule rule)
    {
        var slot = layout.Trait(rule.Trait);
        var nodes = rule.Test.Conditions.Select(condition => Compile(slot, condition, rule.Test.IgnoreCase)).ToArray();
        if (Array.Exists(nodes, node => node is null))
        {
            return null;
        }

        var test = nodes.Length == 1 ? nodes[0]! : new JoinNode(nodes!, decisive: false);
        test = rule.Test.Missing switch
        {
            MissingValue.Exclude => new JoinNode([new PresentNode(slot, true), test], decisive: false),
            MissingValue.Include => new JoinNode([new PresentNode(slot, false), test], decisive: true),
            _ => test,
        };
        return rule.Provenance is null
            ? test
            : new ProvenanceNode(slot, rule.Provenance, test, ValueTests.Holds(rule.Test, null, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc));
    }

    private PlanNode? Compile(int slot, ValueCondition condition, bool ignoreCase) => condition switch
    {
        ValueCondition.Compare { Operator: ComparisonOperator.Ne } unequal =>
            new NotNode(Compile(slot, new ValueCondition.Compare(ComparisonOperator.Eq, unequal.Operand), ignoreCase)!),
        ValueCondition.Compare compare when compare.Operand.AsNumber() is { } number => new NumberNode(slot, compare.Operator, number),
        ValueCondition.Compare { Operator: ComparisonOperator.Eq } equal when !ignoreCase && equal.Operand.AsString() is { } text =>
            new CodeNode(slot, layout.Traits[slot].CodeOf(text)),
        ValueCondition.OneOf { Negated: true } none =>
            new NotNode(Compile(slot, new ValueCondition.OneOf(none.Values), ignoreCase)!),
        ValueCondition.OneOf oneOf when !ignoreCase && oneOf.Values.All(value => value.Kind == AttributeKind.String) => Codes(slot, oneOf.Values),
        ValueCondition.Exists exists => new PresentNode(slot, exists.Expected),
        ValueCondition.At at => AskInstant(slot) ? new InstantNode(slot, new InstantPlan(at.Test)) : null,
        ValueCondition.Anniversary or TraitOperandCondition => null,
        TextCondition { Operator: TextOperator.NotContains } lacks =>
            new NotNode(Compile(slot, new TextCondition(TextOperator.Contains, lacks.Operand), ignoreCase)!),
        TextCondition { Operator: TextOperator.Contains or TextOperator.StartsWith or TextOperator.EndsWith } text =>
            new TextNode(slot, text.Operator, text.Operand, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
        SemverCondition => Special(slot, condition, TraitPlan.Form.Version, ignoreCase),
        NetworkCondition => Special(slot, condition, TraitPlan.Form.Address, ignoreCase),
        NearCondition or PolygonCondition => Special(slot, condition, TraitPlan.Form.Place, ignoreCase),
        _ => new ConditionNode(slot, condition, ignoreCase),
    };

    private PlanNode Special(int slot, ValueCondition condition, TraitPlan.Form form, bool ignoreCase) => layout.Traits[slot].Ask(form)
        ? new SpecialNode(slot, condition)
        : new ConditionNode(slot, condition, ignoreCase);

    private bool AskInstant(int slot) => layout.Traits[slot].NeedsInstant = true;

    private CodesNode Codes(int slot, ValueList<AttributeValue> values)
    {
        var codes = values.Select(value => layout.Traits[slot].CodeOf(value.AsString()!)).ToHashSet();
        var wanted = new bool[codes.Max() + 1];
        foreach (var code in codes)
        {
            wanted[code] = true;
        }

        return new CodesNode(slot, wanted);
    }
}
