using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>Turns the rule of one definition into a condition on a row <c>p</c> of <c>seg_people</c>, leaf by leaf.</summary>
internal sealed class RuleSql
{
    private readonly SqlWriter _sql;
    private readonly ValueSql _values;
    private readonly MeasureSql _measures;
    private readonly SequenceSql _sequences;
    private readonly FactNeeds _needs;
    private readonly SegmentSet _set;
    private readonly DateTimeOffset _now;
    private readonly Func<string, int> _indexOf;
    private readonly Func<SegmentRule, string, int> _answeredByRow;

    /// <param name="sql">The statement.</param>
    /// <param name="needs">Receives what the rule looks at.</param>
    /// <param name="facts">What is known of the facts; null while needs are only gathered.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="set">Its set.</param>
    /// <param name="context">A person of no facts, at the instant and in the definition's zone.</param>
    /// <param name="indexOf">The number of a segment that stands before.</param>
    /// <param name="answeredByRow">Takes a leaf that SQL cannot say, with the reason, and gives the number that its answers are stored under.</param>
    public RuleSql(
        SqlWriter sql,
        FactNeeds needs,
        FactBook? facts,
        SegmentDefinition definition,
        SegmentSet set,
        RuleContext context,
        Func<string, int> indexOf,
        Func<SegmentRule, string, int> answeredByRow)
    {
        (_sql, _needs, _set, _now, _indexOf, _answeredByRow) = (sql, needs, set, context.Now, indexOf, answeredByRow);
        _values = new ValueSql(sql, needs, facts, context.Now);
        var events = new EventSql(sql, _values, needs, context, definition.TimeZone);
        _measures = new MeasureSql(sql, _values, events, needs, facts, context.Now);
        _sequences = new SequenceSql(sql, events, needs);
    }

    public string Holds(SegmentDefinition definition) => definition.Purpose is { } purpose
        ? $"({Standing(purpose, ConsentStanding.Granted)} AND {Holds(definition.When)})"
        : Holds(definition.When);

    private string Holds(SegmentRule rule) => rule switch
    {
        AllRule all => SqlWriter.Join([.. all.Rules.Select(Holds)], "AND"),
        AnyRule any => SqlWriter.Join([.. any.Rules.Select(Holds)], "OR"),
        NotRule not => $"(NOT {Holds(not.Rule)})",
        AtLeastRule some => $"({SqlWriter.Join([.. some.Rules.Select(part => Points(part, "1"))], "+")} >= {some.Count})",
        ScoreRule score when SqlWriter.Comparisons(score.Test).All(one => FixedNumber.TryFrom(one.Operand, out _)) => _sql.Test(
            score.Test,
            SqlWriter.Join([.. score.Parts.Select(part => Points(part.When, _sql.Bind(FixedNumber.TryFrom(part.Points, out var units) ? units : 0)))], "+")),
        _ => Leaf(rule),
    };

    private string Points(SegmentRule rule, string points) => $"CASE WHEN {Holds(rule)} THEN {points} ELSE 0 END";

    private string Leaf(SegmentRule leaf)
    {
        var parameters = _sql.Parameters.Count;
        var said = Said(leaf);
        if (_sql.Refusal is not { } reason)
        {
            return said;
        }

        _sql.TakeBack(parameters);
        var answer = _sql.Alias();
        return $"EXISTS (SELECT 1 FROM {FactTables.Answers} {answer} WHERE {answer}.leaf = {_answeredByRow(leaf, reason)} AND {answer}.person = p.person)";
    }

    private string Said(SegmentRule leaf) => leaf switch
    {
        TraitRule trait => _values.Holds(
            trait.Test, "p.person", _needs.Trait(trait.Trait), trait.Provenance is { } provenance ? row => From(provenance, row) : null),
        EventRule events => _measures.Holds(events),
        SequenceRule sequence => _sequences.Holds(sequence),
        RelativeRule relative => _measures.Holds(relative),
        RfmRule rfm => _measures.Holds(rfm, _set.ScaleOf(rfm)),
        ConsentRule consent => Standing(consent.Purpose, consent.Standing),
        BucketRule bucket => Bucket(bucket),
        InSegmentRule { EnteredWithin: null } other => Member(other),
        InSegmentRule => _sql.Refuse("enteredWithin: memberships of the past"),
        ScoreRule => _sql.Refuse("score: compared with a number of more than four decimals"),
        _ => _sql.Refuse("a rule of another kind"),
    };

    private string From(ProvenanceTest provenance, string row)
    {
        var parts = new List<string>();
        if (provenance.Parties is { } parties)
        {
            parts.Add($"{row}.party IN ({string.Join(", ", parties.Select(party => _sql.Bind((long)party)))})");
        }

        if (provenance.Explicitness is { } ways)
        {
            parts.Add($"{row}.explicitness IN ({string.Join(", ", ways.Select(way => _sql.Bind((long)way)))})");
        }

        if (provenance.MaxAge is { } most)
        {
            parts.Add($"{row}.stated >= {_sql.Bind(_now.UtcTicks - most.Ticks)}");
        }

        if (provenance.HasBeen is { } least)
        {
            parts.Add($"{row}.held <= {_sql.Bind(_now.UtcTicks - least.Ticks)}");
        }

        return string.Join(" AND ", parts);
    }

    private string Standing(string purpose, ConsentStanding standing)
    {
        var row = _sql.Alias();
        return $"EXISTS (SELECT 1 FROM {FactTables.Standings} {row} WHERE {row}.person = p.person "
            + $"AND {row}.purpose = {_needs.Purposes[purpose]} AND {row}.standing = {_sql.Bind((long)standing)})";
    }

    private string Bucket(BucketRule bucket)
    {
        var row = _sql.Alias();
        return $"EXISTS (SELECT 1 FROM {FactTables.Shares} {row} WHERE {row}.person = p.person "
            + $"AND {row}.seed = {_needs.Seeds[bucket.Seed]} AND {row}.share < {_sql.Bind((long)LeafEvaluator.Below(bucket.Percent))})";
    }

    private string Member(InSegmentRule other)
    {
        var row = _sql.Alias();
        return $"EXISTS (SELECT 1 FROM {FactTables.Members} {row} WHERE {row}.segment = {_indexOf(other.Segment)} AND {row}.person = p.person)";
    }
}
