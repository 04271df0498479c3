using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>Sequences of up to four steps, as events joined to one another.</summary>
internal sealed class SequenceSql(SqlWriter sql, EventSql events, FactNeeds needs)
{
    private const int MostSteps = 4;

    public string Holds(SequenceRule rule)
    {
        if (rule.Steps.Count > MostSteps)
        {
            return sql.Refuse($"sequence: more than {MostSteps} steps");
        }

        var start = sql.Alias();
        var starts = $"FROM {FactTables.Events} {start} WHERE {Matches(rule.Steps[0], rule, start)}"
            + string.Concat(rule.Without.Select(step => $" AND NOT {IsVoid(rule, step, start)}"))
            + $" AND {Completes(rule, start)}";
        return rule.Count is null ? $"EXISTS (SELECT 1 {starts})" : sql.Test(rule.Count, $"((SELECT count(*) {starts}) * 10000)");
    }

    private string Matches(SequenceStep step, SequenceRule rule, string row)
    {
        var selects = events.Selects(row, [step.Event], rule.Within, step.Where);
        if (rule.SameProperty is not { } property)
        {
            return selects;
        }

        var value = sql.Alias();
        return $"{selects} AND EXISTS (SELECT 1 FROM {FactTables.Values} {value} WHERE {value}.owner = {row}.id AND {value}.slot = {needs.Property(property)})";
    }

    private string IsVoid(SequenceRule rule, SequenceStep step, string start)
    {
        var row = sql.Alias();
        var span = rule.MaxSpan is { } most ? $" AND {row}.at - {start}.at <= {sql.Bind(most.Ticks)}" : string.Empty;
        return $"EXISTS (SELECT 1 FROM {FactTables.Events} {row} WHERE {Matches(step, rule, row)} AND {row}.id > {start}.id{Shares(rule, start, row)}{span})";
    }

    private string Completes(SequenceRule rule, string start)
    {
        var rows = rule.Steps.Skip(1).Select(_ => sql.Alias()).ToList();
        var parts = new List<string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (step, row, previous) = (rule.Steps[i + 1], rows[i], i == 0 ? start : rows[i - 1]);
            parts.Add($"{Matches(step, rule, row)} AND {row}.id > {previous}.id{Shares(rule, start, row)}");
            if (step.MinGap is { } least)
            {
                parts.Add($"{row}.at - {previous}.at >= {sql.Bind(least.Ticks)}");
            }

            if (step.MaxGap is { } most)
            {
                parts.Add($"{row}.at - {previous}.at <= {sql.Bind(most.Ticks)}");
            }

            if (rule.MaxSpan is { } span)
            {
                parts.Add($"{row}.at - {start}.at <= {sql.Bind(span.Ticks)}");
            }
        }

        var from = string.Join(" CROSS JOIN ", rows.Select(row => $"{FactTables.Events} {row}"));
        return $"EXISTS (SELECT 1 FROM {from} WHERE {string.Join(" AND ", parts)})";
    }

    private string Shares(SequenceRule rule, string start, string other)
    {
        if (rule.SameProperty is not { } property)
        {
            return string.Empty;
        }

        var (one, two, slot) = (sql.Alias(), sql.Alias(), needs.Property(property));
        return $" AND EXISTS (SELECT 1 FROM {FactTables.Values} {one} JOIN {FactTables.Values} {two} ON {one}.key = {two}.key "
            + $"WHERE {one}.owner = {start}.id AND {one}.slot = {slot} AND {two}.owner = {other}.id AND {two}.slot = {slot})";
    }
}
