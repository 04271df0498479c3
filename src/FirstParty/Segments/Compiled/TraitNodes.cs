using System.Net;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A number compared with a constant.</summary>
internal sealed class NumberNode(int slot, ComparisonOperator @operator, decimal operand) : PlanNode
{
    private readonly FixedRange _range = FixedRange.Of(TestOf(@operator, operand), FixedNumber.Scale);
    private readonly NumberTest _test = TestOf(@operator, operand);

    public override bool Holds(in PlanContext context)
    {
        ref readonly var trait = ref context.Frame.Slots[slot];
        return trait.IsFixed ? trait.Units >= _range.Min && trait.Units <= _range.Max : trait.Value?.AsNumber() is { } number && _test.Holds(number);
    }

    public static NumberTest TestOf(ComparisonOperator @operator, decimal operand) => @operator switch
    {
        ComparisonOperator.Gt => new NumberTest { MoreThan = operand },
        ComparisonOperator.Gte => new NumberTest { AtLeast = operand },
        ComparisonOperator.Lt => new NumberTest { LessThan = operand },
        ComparisonOperator.Lte => new NumberTest { AtMost = operand },
        _ => new NumberTest { EqualTo = operand },
    };
}

/// <summary>A text that is one of a few, told by its code.</summary>
internal sealed class CodeNode(int slot, int code) : PlanNode
{
    public override bool Holds(in PlanContext context) => context.Frame.Slots[slot].Code == code;
}

/// <summary>A text that is one of many, told by its code.</summary>
internal sealed class CodesNode(int slot, bool[] codes) : PlanNode
{
    public override bool Holds(in PlanContext context)
    {
        var code = context.Frame.Slots[slot].Code;
        return (uint)code < (uint)codes.Length && codes[code];
    }
}

/// <summary>A trait that is there, or (for missing policies) the answer when it is not.</summary>
internal sealed class PresentNode(int slot, bool expected) : PlanNode
{
    public override bool Holds(in PlanContext context) => context.Frame.Slots[slot].Value is not null == expected;
}

/// <summary>Text that starts with, ends with or contains another.</summary>
internal sealed class TextNode(int slot, TextOperator @operator, string operand, StringComparison comparison) : PlanNode
{
    public override int Cost => 4;

    public override bool Holds(in PlanContext context) => context.Frame.Slots[slot].Text is { } text && @operator switch
    {
        TextOperator.StartsWith => text.StartsWith(operand, comparison),
        TextOperator.EndsWith => text.EndsWith(operand, comparison),
        _ => text.Contains(operand, comparison),
    };
}

/// <summary>A date or instant in relation to now or to a constant.</summary>
internal sealed class InstantNode(int slot, InstantPlan test) : PlanNode
{
    public override bool Holds(in PlanContext context) => test.Holds(context.Frame.Slots[slot].Instant, context.Now);

    public override long NextFlip(in PlanContext context) => test.NextFlip(context.Frame.Slots[slot].Instant, context.Now);
}

/// <summary>A version, address or place that was read when the frame was made.</summary>
internal sealed class SpecialNode(int slot, ValueCondition condition) : PlanNode
{
    public override int Cost => 20;

    public override bool Holds(in PlanContext context) => context.Frame.Slots[slot].Special is { } special && condition switch
    {
        SemverCondition semver => semver.Parsed.Contains((SemverVersion)special),
        NetworkCondition network => network.Contains((IPAddress)special),
        NearCondition near => near.Centre.DistanceKm(((TraitSlot.Place)special).Point) <= near.Kilometres,
        _ => ((PolygonCondition)condition).Contains(((TraitSlot.Place)special).Point),
    };
}

/// <summary>Any other operator without a clock, by its plain meaning.</summary>
internal sealed class ConditionNode(int slot, ValueCondition condition, bool ignoreCase) : PlanNode
{
    public override int Cost => 10;

    public override bool Holds(in PlanContext context) => ValueTests.Holds(
        condition, context.Frame.Slots[slot].Value, ignoreCase, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
}

/// <summary>A test of a trait of the right provenance; of any other, what the test says of a missing value.</summary>
internal sealed class ProvenanceNode(int slot, ProvenanceTest provenance, PlanNode test, bool whenMissing) : PlanNode
{
    public override int Cost => 5 + test.Cost;

    public override bool Holds(in PlanContext context) => IsFrom(context) ? test.Holds(context) : whenMissing;

    public override long NextFlip(in PlanContext context)
    {
        if (!IsFrom(context))
        {
            return Ripe(context);
        }

        var aged = provenance.MaxAge is { } age ? context.Frame.Slots[slot].Trait!.OccurredAt.UtcTicks + age.Ticks + 1 : Never;
        return Math.Min(aged, test.NextFlip(context));
    }

    // Not yet old enough: old enough is when it begins to count.
    private long Ripe(in PlanContext context) =>
        provenance.HasBeen is { } least && context.Frame.Slots[slot].Trait is { } trait
            && (trait.HeldSince ?? trait.OccurredAt).UtcTicks + least.Ticks is var ripe && ripe > context.Now ? ripe : Never;

    private bool IsFrom(in PlanContext context) => context.Frame.Slots[slot].Trait is { } trait && IsFrom(trait, context.Now);

    private bool IsFrom(TraitValue trait, long now) =>
        (provenance.Parties is null || provenance.Parties.AsSpan().Contains(trait.Party))
        && (provenance.Explicitness is null || provenance.Explicitness.AsSpan().Contains(trait.Explicitness))
        && (provenance.MaxAge is not { } most || now - trait.OccurredAt.UtcTicks <= most.Ticks)
        && (provenance.HasBeen is not { } least || now - (trait.HeldSince ?? trait.OccurredAt).UtcTicks >= least.Ticks);
}

/// <summary>Where the person stands on a purpose.</summary>
internal sealed class ConsentNode(int purpose, ConsentStanding standing) : PlanNode
{
    public override bool Holds(in PlanContext context) => context.Frame.Standings[purpose] == standing;
}

/// <summary>A stable share of people.</summary>
internal sealed class BucketNode(BucketRule rule) : PlanNode
{
    private readonly ulong _seed = LeafEvaluator.SeedOf(rule.Seed);
    private readonly ulong _below = LeafEvaluator.Below(rule.Percent);

    public override int Cost => 5;

    public override bool Holds(in PlanContext context) => LeafEvaluator.Share(_seed, context.Frame.View.Id) < _below;
}
