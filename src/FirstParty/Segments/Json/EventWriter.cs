using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Writes event leaves, sequences, scores and windows.</summary>
internal static class EventWriter
{
    public static void Write(Utf8JsonWriter writer, EventRule rule)
    {
        WriteSelection(writer, rule);
        foreach (var measure in rule.Measures)
        {
            WriteMeasure(writer, measure);
        }
    }

    public static void Write(Utf8JsonWriter writer, SequenceRule rule)
    {
        WriteSteps(writer, "sequence", rule.Steps);
        if (rule.Without.Count > 0)
        {
            WriteSteps(writer, "without", rule.Without);
        }

        RuleWriter.WriteDuration(writer, "maxSpan", rule.MaxSpan);
        WriteWindow(writer, rule.Within);
        ValueTestWriter.WriteNumber(writer, "count", rule.Count);
        RuleWriter.WriteText(writer, "sameProp", rule.SameProperty);
    }

    public static void Write(Utf8JsonWriter writer, RfmRule rule)
    {
        writer.WriteString("rfm", rule.Event);
        writer.WriteString("of", rule.Of);
        WriteWindow(writer, rule.Within);
        ValueTestWriter.WriteNumber(writer, "recency", rule.Recency);
        ValueTestWriter.WriteNumber(writer, "frequency", rule.Frequency);
        ValueTestWriter.WriteNumber(writer, "monetary", rule.Monetary);
    }

    public static void Write(Utf8JsonWriter writer, RelativeRule rule)
    {
        WriteFigure(writer, "compare", rule.Left);
        WriteFigure(writer, Vocabulary.Word(Vocabulary.Comparisons, rule.Operator), rule.Right);
        if (rule.Times != 1)
        {
            writer.WritePropertyName("times");
            AttributeJson.Write(writer, rule.Times);
        }
    }

    private static void WriteFigure(Utf8JsonWriter writer, string key, EventFigure figure)
    {
        writer.WriteStartObject(key);
        WriteSelection(writer, figure.Selection);
        writer.WriteString("number", figure.Measure.Name);
        RuleWriter.WriteText(writer, "of", figure.Of);
        writer.WriteEndObject();
    }

    private static void WriteSelection(Utf8JsonWriter writer, EventRule rule)
    {
        if (rule.Names.Count == 1)
        {
            writer.WriteString("event", rule.Names[0]);
        }
        else
        {
            writer.WriteStartArray("event");
            foreach (var name in rule.Names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        WriteFilter(writer, rule.Where);
        WriteWindow(writer, rule.Within);
    }

    private static void WriteMeasure(Utf8JsonWriter writer, EventMeasure measure)
    {
        switch (measure)
        {
            case EventMeasure.Number number:
                ValueTestWriter.WriteNumber(writer, number.Name, number.Test, number.Of);
                break;
            case EventMeasure.Property property:
                writer.WriteStartObject(property.Name);
                writer.WriteString("of", property.Of);
                ValueTestWriter.Write(writer, property.Test);
                writer.WriteEndObject();
                break;
            case EventMeasure.Values values:
                writer.WriteStartObject(values.Name);
                writer.WriteString("of", values.Of);
                ValueTestWriter.Write(writer, values.Test);
                writer.WriteEndObject();
                break;
            case EventMeasure.Regularly regularly:
                writer.WriteStartObject(regularly.Name);
                RuleWriter.WriteDuration(writer, "each", regularly.Each);
                writer.WriteNumber("of", regularly.Stretches);
                ValueTestWriter.WriteComparisons(writer, regularly.Test);
                writer.WriteEndObject();
                break;
            case EventMeasure.Sessions sessions:
                writer.WriteStartObject(sessions.Name);
                RuleWriter.WriteDuration(writer, "gap", sessions.Gap);
                ValueTestWriter.WriteComparisons(writer, sessions.Test);
                writer.WriteEndObject();
                break;
            case EventMeasure.Time time:
                writer.WritePropertyName(time.Name);
                ValueTestWriter.WriteTimeValue(writer, time.Test);
                break;
        }
    }

    private static void WriteSteps(Utf8JsonWriter writer, string key, ValueList<SequenceStep> steps)
    {
        writer.WriteStartArray(key);
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("event", step.Event);
            WriteFilter(writer, step.Where);
            RuleWriter.WriteDuration(writer, "minGap", step.MinGap);
            RuleWriter.WriteDuration(writer, "maxGap", step.MaxGap);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFilter(Utf8JsonWriter writer, SegmentRule? where)
    {
        if (where is not null)
        {
            writer.WritePropertyName("where");
            RuleWriter.Write(writer, where);
        }
    }

    private static void WriteWindow(Utf8JsonWriter writer, EventWindow? window)
    {
        if (window is null)
        {
            return;
        }

        writer.WriteStartObject("within");
        switch (window)
        {
            case EventWindow.Last last:
                RuleWriter.WriteDuration(writer, "last", last.Length);
                break;
            case EventWindow.Between between:
                writer.WriteStartArray("between");
                writer.WriteStringValue(Durations.Format(between.Far));
                writer.WriteStringValue(Durations.Format(between.Near));
                writer.WriteEndArray();
                break;
            case EventWindow.First first:
                RuleWriter.WriteDuration(writer, "first", first.Length);
                WriteAnchor(writer, first.After);
                break;
            case EventWindow.Session session:
                RuleWriter.WriteDuration(writer, "session", session.Gap);
                break;
            case EventWindow.Fixed @fixed:
                writer.WriteString("from", Instants.Format(@fixed.From));
                RuleWriter.WriteText(writer, "to", @fixed.To is { } to ? Instants.Format(to) : null);
                break;
            case EventWindow.Calendar calendar:
                writer.WriteString("calendar", Vocabulary.Word(Vocabulary.Periods, calendar.Period));
                writer.WriteNumber("offset", calendar.Offset);
                RuleWriter.WriteText(writer, "timezone", calendar.TimeZone);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteAnchor(Utf8JsonWriter writer, WindowAnchor anchor)
    {
        var (key, name) = anchor switch
        {
            WindowAnchor.Trait trait => ("trait", trait.Name),
            WindowAnchor.FirstOf first => ("firstOf", first.Event),
            WindowAnchor.LastOf last => ("lastOf", last.Event),
            _ => (string.Empty, Vocabulary.Word(Vocabulary.Anchors, anchor)),
        };
        if (key.Length == 0)
        {
            writer.WriteString("after", name);
            return;
        }

        writer.WriteStartObject("after");
        writer.WriteString(key, name);
        writer.WriteEndObject();
    }
}
