using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Writes the operators of a leaf, in the order they stand in.</summary>
internal static class ValueTestWriter
{
    public static void Write(Utf8JsonWriter writer, ValueTest test)
    {
        foreach (var condition in test.Conditions)
        {
            writer.WritePropertyName(condition.Name);
            WriteOperand(writer, condition);
        }

        if (test.IgnoreCase)
        {
            writer.WriteBoolean("ignoreCase", true);
        }

        if (test.Missing != MissingValue.ByOperator)
        {
            writer.WriteString("missing", Vocabulary.Word(Vocabulary.Missing, test.Missing));
        }
    }

    public static void WriteNumber(Utf8JsonWriter writer, string key, NumberTest? test, string? of = null)
    {
        if (test is not null)
        {
            writer.WritePropertyName(key);
            WriteNumberValue(writer, test, of);
        }
    }

    public static void WriteTimeValue(Utf8JsonWriter writer, InstantTest test)
    {
        writer.WriteStartObject();
        RuleWriter.WriteDuration(writer, "withinLast", test.WithinLast);
        RuleWriter.WriteDuration(writer, "notWithinLast", test.NotWithinLast);
        RuleWriter.WriteText(writer, "before", test.Before is { } before ? Instants.Format(before) : null);
        RuleWriter.WriteText(writer, "after", test.After is { } after ? Instants.Format(after) : null);
        writer.WriteEndObject();
    }

    private static void WriteOperand(Utf8JsonWriter writer, TraitOperandCondition operand)
    {
        writer.WriteStartObject();
        writer.WriteString("trait", operand.Trait);
        writer.WriteEndObject();
    }

    private static void WriteNumberValue(Utf8JsonWriter writer, NumberTest test, string? of)
    {
        writer.WriteStartObject();
        RuleWriter.WriteText(writer, "of", of);
        WriteComparisons(writer, test);
        writer.WriteEndObject();
    }

    /// <summary>Writes the comparisons of a number into the object that is open.</summary>
    public static void WriteComparisons(Utf8JsonWriter writer, NumberTest test)
    {
        (string Key, decimal? Operand)[] comparisons =
        [
            ("eq", test.EqualTo), ("ne", test.NotEqualTo), ("gt", test.MoreThan), ("gte", test.AtLeast), ("lt", test.LessThan), ("lte", test.AtMost),
        ];
        foreach (var (key, operand) in comparisons)
        {
            if (operand is { } number)
            {
                writer.WritePropertyName(key);
                AttributeJson.Write(writer, number);
            }
        }
    }

    private static void WriteOperand(Utf8JsonWriter writer, ValueCondition condition)
    {
        switch (condition)
        {
            case ValueCondition.Compare compare: AttributeJson.Write(writer, compare.Operand); break;
            case TraitOperandCondition operand: WriteOperand(writer, operand); break;
            case ValueCondition.OneOf oneOf: WriteValues(writer, oneOf.Values); break;
            case ValueCondition.Items { Operator: ItemsOperator.Has } has: AttributeJson.Write(writer, has.Values[0]); break;
            case ValueCondition.Items items: WriteValues(writer, items.Values); break;
            case ValueCondition.Size size: WriteNumberValue(writer, size.Test, null); break;
            case ValueCondition.Exists exists: writer.WriteBooleanValue(exists.Expected); break;
            case ValueCondition.IsEmpty isEmpty: writer.WriteBooleanValue(isEmpty.Expected); break;
            case ValueCondition.OfShape shape: writer.WriteStringValue(Vocabulary.Word(Vocabulary.Shapes, shape.Shape)); break;
            case ValueCondition.At at: WriteTimeValue(writer, at.Test); break;
            case ValueCondition.Anniversary yearly: writer.WriteStringValue(Durations.Format(yearly.Within)); break;
            case TextCondition text: writer.WriteStringValue(text.Operand); break;
            case SemverCondition semver: writer.WriteStringValue(semver.Range); break;
            case NearCondition near: WritePlace(writer, near.Centre, near.Kilometres); break;
            case PolygonCondition polygon: WritePolygon(writer, polygon); break;
            case NetworkCondition network: WriteValues(writer, network.Networks.Select(text => (AttributeValue)text)); break;
        }
    }

    private static void WriteValues(Utf8JsonWriter writer, IEnumerable<AttributeValue> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            AttributeJson.Write(writer, value);
        }

        writer.WriteEndArray();
    }

    private static void WritePolygon(Utf8JsonWriter writer, PolygonCondition polygon)
    {
        writer.WriteStartArray();
        foreach (var corner in polygon.Corners)
        {
            WritePlace(writer, corner, null);
        }

        writer.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter writer, GeoPoint point, double? kilometres)
    {
        writer.WriteStartObject();
        writer.WriteNumber("lat", point.Latitude);
        writer.WriteNumber("lon", point.Longitude);
        if (kilometres is { } distance)
        {
            writer.WriteNumber("km", distance);
        }

        writer.WriteEndObject();
    }
}
