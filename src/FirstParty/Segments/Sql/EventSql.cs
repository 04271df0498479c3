using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>Selections of a person's events: which rows of <c>seg_events</c>, for the person of the row <c>p</c>.</summary>
internal sealed class EventSql(SqlWriter sql, ValueSql values, FactNeeds needs, RuleContext context, string? zone)
{
    public string? Zone => zone;

    /// <summary>The events of some names in a window that pass a filter, as what follows SELECT; <paramref name="join"/> is joined to them.</summary>
    public string From(string row, EventRule selection, string join = "") =>
        $"FROM {FactTables.Events} {row} {join} WHERE {Selects(row, selection.Names, selection.Within, selection.Where)}";

    public string Selects(string row, IReadOnlyList<string> names, EventWindow? window, SegmentRule? where)
    {
        var parts = new List<string>
        {
            $"{row}.person = p.person",
            $"{row}.name IN ({string.Join(", ", names.Select(name => needs.Events[name]))})",
        };
        if (window is not null)
        {
            parts.Add(In(window, $"{row}.at"));
        }

        if (where is not null)
        {
            parts.Add(Passes(where, $"{row}.id"));
        }

        return string.Join(" AND ", parts);
    }

    private string Passes(SegmentRule where, string id) => where switch
    {
        PropertyRule leaf => values.Holds(leaf.Test, id, needs.Property(leaf.Property)),
        AllRule all => SqlWriter.Join([.. all.Rules.Select(rule => Passes(rule, id))], "AND"),
        AnyRule any => SqlWriter.Join([.. any.Rules.Select(rule => Passes(rule, id))], "OR"),
        NotRule not => $"(NOT {Passes(not.Rule, id)})",
        AtLeastRule some => $"({SqlWriter.Join([.. some.Rules.Select(rule => $"CASE WHEN {Passes(rule, id)} THEN 1 ELSE 0 END")], "+")} >= {some.Count})",
        _ => sql.Refuse("a filter of another kind"),
    };

    private string In(EventWindow window, string at) => window switch
    {
        EventWindow.First first => First(first, at),
        EventWindow.Session => Span(window, at),
        EventWindow.Calendar calendar when (calendar.TimeZone ?? zone) == Zones.OfProfile => Span(calendar, at),
        _ => Constant(TimeInterval.Of(window, context)!.Value, at),
    };

    private string Constant(TimeInterval interval, string at) =>
        $"{at} >= {sql.Bind(interval.Start)} AND {at} < {sql.Bind(interval.End)}";

    private string Span(EventWindow window, string at)
    {
        var span = sql.Alias();
        return $"EXISTS (SELECT 1 FROM {FactTables.Spans} {span} WHERE {span}.person = p.person "
            + $"AND {span}.span = {needs.Spans[(window, zone)]} AND {at} >= {span}.start AND {at} < {span}.finish)";
    }

    private string First(EventWindow.First window, string at)
    {
        var row = sql.Alias();
        string Bound(string function, string and) => $"(SELECT {function}({row}.at) FROM {FactTables.Events} {row} WHERE {row}.person = p.person{and})";
        string Named(string name) => $" AND {row}.name = {needs.Events[name]}";
        needs.AllEvents |= window.After is WindowAnchor.FirstEvent or WindowAnchor.LastEvent;
        var anchor = window.After switch
        {
            WindowAnchor.FirstSeen => "p.first_seen",
            WindowAnchor.FirstEvent => Bound("min", string.Empty),
            WindowAnchor.LastEvent => Bound("max", string.Empty),
            WindowAnchor.FirstOf first => Bound("min", Named(first.Event)),
            WindowAnchor.LastOf last => Bound("max", Named(last.Event)),
            WindowAnchor.Trait trait =>
                $"(SELECT {row}.instant FROM {FactTables.Values} {row} WHERE {row}.owner = p.person AND {row}.slot = {needs.Trait(trait.Name)})",
            _ => sql.Refuse("an anchor of another kind"),
        };
        return $"{at} >= {anchor} AND {at} < {anchor} + {sql.Bind(window.Length.Ticks)}";
    }
}
