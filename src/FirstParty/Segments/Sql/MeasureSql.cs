using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>What is asked of a selection of events.</summary>
internal sealed class MeasureSql(SqlWriter sql, ValueSql values, EventSql events, FactNeeds needs, FactBook? facts, DateTimeOffset now)
{
    /// <summary>The most that a product of whole numbers may come to, well within 64 bits.</summary>
    private const decimal Largest = 4_000_000_000_000_000_000m;

    private const decimal Scale = 10_000m;

    public string Holds(EventRule rule)
    {
        return rule.Measures.Count == 0
            ? $"EXISTS (SELECT 1 {events.From(sql.Alias(), rule)})"
            : SqlWriter.Join([.. rule.Measures.Select(measure => Holds(measure, rule))], "AND");
    }

    public string Holds(RelativeRule rule)
    {
        if (rule.Left.Number == EventNumber.Avg || rule.Right.Number == EventNumber.Avg)
        {
            return sql.Refuse("compare: a mean");
        }

        var times = rule.Times * Scale;
        if (times != decimal.Truncate(times) || Math.Max(Greatest(rule.Left), Greatest(rule.Right)) * Math.Max(times, Scale) > Largest)
        {
            return sql.Refuse("compare: numbers that might leave 64 bits, or a factor of more than four decimals");
        }

        var (left, right) = (Number(rule.Left.Measure, rule.Left.Selection), Number(rule.Right.Measure, rule.Right.Selection));
        var compared = $"{left} * 10000 {SqlWriter.SymbolOf(rule.Operator)} {right} * {sql.Bind((long)times)}";
        return $"(CASE WHEN {compared} THEN 1 ELSE 0 END = {(rule.Operator == ComparisonOperator.Ne ? 0 : 1)})";
    }

    public string Holds(RfmRule rule, RfmScale? scale)
    {
        if (scale is null)
        {
            return SqlWriter.No;
        }

        var selection = new EventRule([rule.Event], rule.Within);
        var last = sql.Alias();
        var parts = new List<string> { $"EXISTS (SELECT 1 {events.From(sql.Alias(), selection)})" };
        string Above(string expression, IEnumerable<string> cuts) =>
            SqlWriter.Join([.. cuts.Select(cut => $"CASE WHEN {expression} > {cut} THEN 1 ELSE 0 END")], "+");
        if (rule.Recency is { } recency)
        {
            var spent = $"({sql.Bind(now.UtcTicks)} - (SELECT max({last}.at) {events.From(last, selection)}))";
            parts.Add(sql.Test(recency, $"((5 - {Above(spent, scale.Ages.Select(cut => sql.Bind(cut.Ticks)))}) * 10000)"));
        }

        if (rule.Frequency is { } frequency)
        {
            var count = Number(Of(EventNumber.Count, null), selection);
            parts.Add(sql.Test(frequency, $"((1 + {Above(count, scale.Counts.Select(sql.Units))}) * 10000)"));
        }

        if (rule.Monetary is { } monetary)
        {
            var sum = Number(Of(EventNumber.Sum, rule.Of), selection);
            parts.Add(sql.Test(monetary, $"((1 + {Above(sum, scale.Sums.Select(sql.Units))}) * 10000)"));
        }

        return $"({string.Join(" AND ", parts)})";
    }

    private static EventMeasure.Number Of(EventNumber kind, string? of) => new(kind, of, new NumberTest { AtLeast = 0 });

    private string Holds(EventMeasure measure, EventRule rule) => measure switch
    {
        EventMeasure.Number { Kind: EventNumber.Avg } mean => Mean(mean, rule),
        EventMeasure.Number number => sql.Test(number.Test, Number(number, rule), number.Kind is EventNumber.Min or EventNumber.Max),
        EventMeasure.Property property => Property(property, rule),
        EventMeasure.Values { IsMostFrequent: true } values => MostFrequent(values, rule),
        EventMeasure.Regularly regularly => Regularly(regularly, rule),
        EventMeasure.Sessions sessions => Sessions(sessions, rule),
        EventMeasure.Time time => Time(time, rule),
        _ => sql.Refuse($"{measure.Name}: the list of all values"),
    };

    /// <summary>A number of a selection in ten-thousandths, as an expression.</summary>
    private string Number(EventMeasure.Number measure, EventRule rule)
    {
        var (row, value) = (sql.Alias(), sql.Alias());
        string Of(string figure, string column)
        {
            var slot = needs.Property(measure.Of!);
            return $"(SELECT {figure} {events.From(row, rule, $"JOIN {FactTables.Values} {value} ON {value}.owner = {row}.id AND {value}.slot = {slot}{column}")})";
        }

        string Numbers(string figure) => Bounded(measure, Of(figure, $" AND {value}.kind = {ValueRow.Number}"));
        return measure.Kind switch
        {
            EventNumber.Count => $"((SELECT count(*) {events.From(row, rule)}) * 10000)",
            EventNumber.DistinctDays => $"((SELECT count(DISTINCT {value}.day) {events.From(row, rule, $"JOIN {FactTables.Days} {value} ON {value}.event = {row}.id AND {value}.zone = {needs.Zones[events.Zone ?? "UTC"]}")}) * 10000)",
            EventNumber.Sum => Numbers($"coalesce(sum({value}.number), 0)"),
            EventNumber.Min => Numbers($"min({value}.number)"),
            EventNumber.Max => Numbers($"max({value}.number)"),
            _ => $"({Of($"count(DISTINCT {value}.key)", string.Empty)} * 10000)",
        };
    }

    private string Bounded(EventMeasure.Number measure, string expression)
    {
        var slot = needs.Property(measure.Of!);
        return facts is not null && facts.GreatestSum(slot) > Largest ? sql.Refuse("sums that might leave 64 bits") : values.Exact(slot, expression);
    }

    private string Mean(EventMeasure.Number measure, EventRule rule)
    {
        var (row, value, slot) = (sql.Alias(), sql.Alias(), needs.Property(measure.Of!));
        var count = $"(SELECT count(*) {events.From(row, rule, $"JOIN {FactTables.Values} {value} ON {value}.owner = {row}.id AND {value}.slot = {slot} AND {value}.kind = {ValueRow.Number}")})";
        var sum = Number(new EventMeasure.Number(EventNumber.Sum, measure.Of, measure.Test), rule);
        var parts = SqlWriter.Comparisons(measure.Test).Select(comparison =>
        {
            var (symbol, operand) = comparison;
            if (facts is not null && Math.Abs(operand) * Scale * facts.MostEvents > Largest)
            {
                return sql.Refuse("avg: numbers that might leave 64 bits");
            }

            return symbol == "<>"
                ? $"(NOT ({count} > 0 AND {sum} = {sql.Units(operand)} * {count}))"
                : $"({count} > 0 AND {sum} {symbol} {sql.Units(operand)} * {count})";
        });
        return SqlWriter.Join([.. parts], "AND");
    }

    private string Property(EventMeasure.Property measure, EventRule rule)
    {
        var row = sql.Alias();
        var picked = $"(SELECT {(measure.IsFirst ? "min" : "max")}({row}.id) {events.From(row, rule)})";
        return values.Holds(measure.Test, picked, needs.Property(measure.Of));
    }

    private string MostFrequent(EventMeasure.Values measure, EventRule rule)
    {
        var (row, value, slot) = (sql.Alias(), sql.Alias(), needs.Property(measure.Of));
        var from = events.From(row, rule, $"JOIN {FactTables.Values} {value} ON {value}.owner = {row}.id AND {value}.slot = {slot}");
        var picked = $"(SELECT max({row}.id) {from} GROUP BY {value}.key ORDER BY count(*) DESC, max({row}.id) DESC LIMIT 1)";
        return values.Holds(measure.Test, picked, slot);
    }

    private string Regularly(EventMeasure.Regularly measure, EventRule rule)
    {
        var row = sql.Alias();
        var stretch = $"(({sql.Bind(now.UtcTicks)} - {row}.at) / {sql.Bind(measure.Each.Ticks)})";
        return sql.Test(measure.Test, $"((SELECT count(DISTINCT {stretch}) {events.From(row, rule)} AND {stretch} < {sql.Bind(measure.Stretches)}) * 10000)");
    }

    private string Sessions(EventMeasure.Sessions measure, EventRule rule)
    {
        var (row, visit) = (sql.Alias(), sql.Alias());
        var visits = $"(SELECT {row}.at AS at, lag({row}.at) OVER (ORDER BY {row}.id) AS prior {events.From(row, rule)}) {visit}";
        return sql.Test(
            measure.Test,
            $"((SELECT count(*) FROM {visits} WHERE {visit}.prior IS NULL OR {visit}.at - {visit}.prior > {sql.Bind(measure.Gap.Ticks)}) * 10000)");
    }

    private string Time(EventMeasure.Time measure, EventRule rule)
    {
        var (row, picked) = (sql.Alias(), sql.Alias());
        return $"EXISTS (SELECT 1 FROM (SELECT {(measure.IsFirst ? "min" : "max")}({row}.at) AS at {events.From(row, rule)}) {picked} "
            + $"WHERE {values.Instant(measure.Test, $"{picked}.at")})";
    }

    private decimal Greatest(EventFigure figure) => facts is null ? 0
        : figure.Of is { } of && figure.Number is not EventNumber.Distinct ? facts.GreatestSum(needs.Property(of))
        : facts.MostEvents * Scale;
}
