using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Writes definitions and rules; defaults are left out.</summary>
internal static class RuleWriter
{
    public static void Write(Utf8JsonWriter writer, SegmentDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteString("id", definition.Id);
        WriteText(writer, "name", definition.Name);
        WriteText(writer, "description", definition.Description);
        writer.WriteNumber("version", definition.Version);
        WriteText(writer, "purpose", definition.Purpose);
        WriteText(writer, "timezone", definition.TimeZone);
        writer.WritePropertyName("when");
        Write(writer, definition.When);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, SegmentRule rule)
    {
        writer.WriteStartObject();
        switch (rule)
        {
            case AllRule all:
                WriteRules(writer, "all", all.Rules);
                break;
            case AnyRule any:
                WriteRules(writer, "any", any.Rules);
                break;
            case NotRule not:
                writer.WritePropertyName("not");
                Write(writer, not.Rule);
                break;
            case AtLeastRule some:
                writer.WriteNumber("atLeast", some.Count);
                WriteRules(writer, "of", some.Rules);
                break;
            case ScoreRule score:
                WriteScore(writer, score);
                break;
            default:
                WriteLeaf(writer, rule);
                break;
        }

        writer.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter writer, string key, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(key, text);
        }
    }

    public static void WriteDuration(Utf8JsonWriter writer, string key, TimeSpan? duration) =>
        WriteText(writer, key, duration is { } length ? Durations.Format(length) : null);

    private static void WriteLeaf(Utf8JsonWriter writer, SegmentRule rule)
    {
        switch (rule)
        {
            case TraitRule trait:
                writer.WriteString("trait", trait.Trait);
                ValueTestWriter.Write(writer, trait.Test);
                WriteProvenance(writer, trait.Provenance);
                break;
            case PropertyRule property:
                writer.WriteString("prop", property.Property);
                ValueTestWriter.Write(writer, property.Test);
                break;
            case EventRule events:
                EventWriter.Write(writer, events);
                break;
            case SequenceRule sequence:
                EventWriter.Write(writer, sequence);
                break;
            case RelativeRule relative:
                EventWriter.Write(writer, relative);
                break;
            case RfmRule rfm:
                EventWriter.Write(writer, rfm);
                break;
            case InSegmentRule other:
                writer.WriteString("segment", other.Segment);
                WriteDuration(writer, "enteredWithin", other.EnteredWithin);
                break;
            case ConsentRule consent:
                writer.WriteString("consent", consent.Purpose);
                WriteText(writer, "is", consent.Standing == ConsentStanding.Granted ? null : Vocabulary.Word(Vocabulary.Standings, consent.Standing));
                break;
            case BucketRule bucket:
                writer.WriteStartObject("bucket");
                writer.WriteString("seed", bucket.Seed);
                writer.WritePropertyName("percent");
                AttributeJson.Write(writer, bucket.Percent);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteRules(Utf8JsonWriter writer, string key, ValueList<SegmentRule> rules)
    {
        writer.WriteStartArray(key);
        foreach (var rule in rules)
        {
            Write(writer, rule);
        }

        writer.WriteEndArray();
    }

    private static void WriteScore(Utf8JsonWriter writer, ScoreRule score)
    {
        writer.WriteStartArray("score");
        foreach (var part in score.Parts)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("when");
            Write(writer, part.When);
            writer.WritePropertyName("points");
            AttributeJson.Write(writer, part.Points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ValueTestWriter.WriteComparisons(writer, score.Test);
    }

    private static void WriteProvenance(Utf8JsonWriter writer, ProvenanceTest? provenance)
    {
        if (provenance is not null)
        {
            WriteWords(writer, "party", provenance.Parties?.Select(party => Vocabulary.Word(Vocabulary.Parties, party)));
            WriteWords(writer, "explicitness", provenance.Explicitness?.Select(word => Vocabulary.Word(Vocabulary.Explicitnesses, word)));
            WriteDuration(writer, "maxAge", provenance.MaxAge);
            WriteDuration(writer, "hasBeen", provenance.HasBeen);
        }
    }

    private static void WriteWords(Utf8JsonWriter writer, string key, IEnumerable<string>? words)
    {
        if (words is not null)
        {
            writer.WriteStartArray(key);
            foreach (var word in words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }
    }
}
