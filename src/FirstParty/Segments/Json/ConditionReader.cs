using System.Text.Json;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Reads conditions, counting leaves and depth as it goes.</summary>
internal sealed class ConditionReader
{
    private int _leaves;
    private int _depth;

    public SegmentRule Read(RuleNode node) => Read(node, inFilter: false);

    /// <summary>Reads the filter of an event: property tests under all, any, not and atLeast.</summary>
    public SegmentRule ReadFilter(RuleNode node) => Read(node, inFilter: true);

    private SegmentRule Read(RuleNode node, bool inFilter)
    {
        node.Expect(JsonValueKind.Object, "a condition, which is an object");
        if (++_depth > RuleLimits.MaxDepth)
        {
            throw node.Error($"A rule is nested at most {RuleLimits.MaxDepth} deep.");
        }

        var kind = KindOf(node);
        node.AllowOnly(Vocabulary.Conditions[kind]);
        if (inFilter && kind == "score")
        {
            throw node.Error("The filter of an event tests properties of that event (\"prop\") and nothing else.");
        }

        if (kind is not ("all" or "any" or "not" or "atLeast" or "score"))
        {
            CheckLeaf(node, kind, inFilter);
        }

        var rule = node.Make(() => Read(node, kind, inFilter));
        _depth--;
        return rule;
    }

    private static string KindOf(RuleNode node)
    {
        var kinds = node.Items.Select(child => child.Key).Where(Vocabulary.Conditions.ContainsKey).ToList();
        if (kinds.Count == 1)
        {
            return kinds[0];
        }

        var unknown = node.Items.FirstOrDefault(child => !Vocabulary.Conditions.ContainsKey(child.Key));
        var suggestion = unknown is null ? string.Empty : Suggestions.For(unknown.Key, Vocabulary.Conditions.Keys);
        throw node.Error(kinds.Count > 1
            ? $"One condition is one thing; this is {string.Join(" and ", kinds)}. Join them with \"all\"."
            : $"A condition has one of {string.Join(", ", Vocabulary.Conditions.Keys)}.{suggestion}");
    }

    private void CheckLeaf(RuleNode node, string kind, bool inFilter)
    {
        if (++_leaves > RuleLimits.MaxLeaves)
        {
            throw node.Error($"A rule has at most {RuleLimits.MaxLeaves} leaves.");
        }

        if (inFilter != (kind == "prop"))
        {
            throw node.Error(inFilter
                ? "The filter of an event tests properties of that event (\"prop\") and nothing else."
                : "A property is tested in the \"where\" of an event, not on its own.");
        }
    }

    private SegmentRule Read(RuleNode node, string kind, bool inFilter) => kind switch
    {
        "all" => new AllRule(node.Require("all").List(child => Read(child, inFilter))),
        "any" => new AnyRule(node.Require("any").List(child => Read(child, inFilter))),
        "not" => new NotRule(Read(node.Require("not"), inFilter)),
        "atLeast" => new AtLeastRule(node.Require("atLeast").Integer(), node.Require("of").List(child => Read(child, inFilter))),
        "trait" => new TraitRule(node.Require("trait").Text(), ValueTestReader.Read(node), ReadProvenance(node)),
        "prop" => new PropertyRule(node.Require("prop").Text(), ValueTestReader.Read(node)),
        "event" => EventReader.Read(node, this),
        "sequence" => EventReader.ReadSequence(node, this),
        "segment" => new InSegmentRule(node.Require("segment").Text(), node.Find("enteredWithin")?.Duration()),
        "consent" => new ConsentRule(node.Require("consent").Text(), node.Find("is")?.OneOf(Vocabulary.Standings) ?? ConsentStanding.Granted),
        "score" => new ScoreRule(node.Require("score").List(ReadPart), ReadScoreTest(node)),
        "compare" => EventReader.ReadRelative(node, this),
        "rfm" => EventReader.ReadRfm(node),
        _ => ReadBucket(node.Require("bucket")),
    };

    private ScorePart ReadPart(RuleNode node)
    {
        node.AllowOnly(["when", "points"]);
        return node.Make(() => new ScorePart(Read(node.Require("when"), inFilter: false), node.Require("points").Number()));
    }

    private static NumberTest ReadScoreTest(RuleNode node) => ValueTestReader.ReadNumber(node, "score");

    private static ProvenanceTest? ReadProvenance(RuleNode node)
    {
        return !node.Items.Any(child => Vocabulary.Provenance.Contains(child.Key)) ? null : new ProvenanceTest
        {
            Parties = node.Find("party") is { } party ? OneOrMore(party, Vocabulary.Parties) : null,
            Explicitness = node.Find("explicitness") is { } explicitness ? OneOrMore(explicitness, Vocabulary.Explicitnesses) : null,
            MaxAge = node.Find("maxAge")?.Duration(),
            HasBeen = node.Find("hasBeen")?.Duration(),
        };
    }

    private static ValueList<T> OneOrMore<T>(RuleNode node, IReadOnlyDictionary<string, T> words) => node.Kind == JsonValueKind.Array
        ? node.Make(() => RuleLimits.CheckList(node.List(item => item.OneOf(words)), node.Key))
        : [node.OneOf(words)];

    private static BucketRule ReadBucket(RuleNode node)
    {
        node.AllowOnly(["seed", "percent"]);
        return node.Make(() => new BucketRule(node.Require("seed").Text(), node.Require("percent").Number()));
    }
}
