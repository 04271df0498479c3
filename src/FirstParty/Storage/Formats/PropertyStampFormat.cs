using System.Collections.Immutable;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Formats;

/// <summary>How a back end may keep an event's property stamps: a JSON array in UTF-8. Thread-safe.</summary>
public static class PropertyStampFormat
{
    /// <summary>The stamps as JSON.</summary>
    public static byte[] Write(ImmutableArray<PropertyStamp> stamps) => StoredJson.Write(stamps, static (writer, stamps) =>
    {
        writer.WriteStartArray();
        foreach (var stamp in stamps)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(stamp.Name);
            writer.WriteNumberValue((int)stamp.Sensitivity);
            writer.WriteNumberValue((int)stamp.SpecialCategories);
            if (stamp.ConsentSequence is { } sequence)
            {
                writer.WriteNumberValue(sequence);
            }

            if (stamp.HoldsNationalId)
            {
                writer.WriteBooleanValue(true);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    });

    /// <summary>The stamps that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It did not write this.</exception>
    public static ImmutableArray<PropertyStamp> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadAll(json);
        }
        catch (Exception exception) when (StoredJson.IsMalformed(exception))
        {
            throw StoredJson.Malformed(exception);
        }
    }

    private static ImmutableArray<PropertyStamp> ReadAll(ReadOnlySpan<byte> json)
    {
        var stamps = ImmutableArray.CreateBuilder<PropertyStamp>();
        var reader = StoredJson.Reader(json);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var name = reader.GetString()!;
            reader.Read();
            var sensitivity = (Sensitivity)reader.GetInt32();
            reader.Read();
            var categories = (SpecialCategories)reader.GetInt32();
            reader.Read();
            long? sequence = null;
            if (reader.TokenType == JsonTokenType.Number)
            {
                sequence = reader.GetInt64();
                reader.Read();
            }

            var holdsNationalId = reader.TokenType == JsonTokenType.True && reader.Read();
            stamps.Add(new PropertyStamp(name, sensitivity, categories, sequence, holdsNationalId));
        }

        return stamps.DrainToImmutable();
    }
}
