namespace FirstParty.Segments.Rules;

/// <summary>A number computed from events, to be compared with another: see <see cref="RelativeRule"/>.</summary>
public sealed record EventFigure
{
    /// <summary>A number computed from events.</summary>
    /// <exception cref="ArgumentException">A name is missing or too long, or a property is named where none is used, or is missing where one is.</exception>
    public EventFigure(ValueList<string> names, EventNumber number, string? of = null, EventWindow? within = null, SegmentRule? where = null)
    {
        Selection = new EventRule(names, within, where);
        Measure = new EventMeasure.Number(number, of, new NumberTest { AtLeast = 0 });
    }

    /// <summary>The names of the events.</summary>
    public ValueList<string> Names => Selection.Names;

    /// <summary>Which number.</summary>
    public EventNumber Number => Measure.Kind;

    /// <summary>The property it is computed from, or null.</summary>
    public string? Of => Measure.Of;

    /// <summary>The window, or null.</summary>
    public EventWindow? Within => Selection.Within;

    /// <summary>What each event must pass, or null.</summary>
    public SegmentRule? Where => Selection.Where;

    internal EventRule Selection { get; }

    internal EventMeasure.Number Measure { get; }
}
