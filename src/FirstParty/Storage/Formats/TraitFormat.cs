using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Formats;

/// <summary>
/// How a back end may keep a profile's surviving traits: a JSON array in UTF-8, an object a trait, its value under <c>value</c> as it is. Thread-safe.
/// </summary>
public static class TraitFormat
{
    /// <summary>The traits as JSON, in their order.</summary>
    public static byte[] Write(ImmutableArray<TraitValue> traits) => StoredJson.Write(traits, static (writer, traits) =>
    {
        writer.WriteStartArray();
        foreach (var trait in traits)
        {
            Write(writer, trait);
        }

        writer.WriteEndArray();
    });

    /// <summary>The traits that <see cref="Write(ImmutableArray{TraitValue})"/> wrote.</summary>
    /// <exception cref="JsonException">It did not write this.</exception>
    public static ImmutableArray<TraitValue> Read(ReadOnlySpan<byte> json)
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

    private static ImmutableArray<TraitValue> ReadAll(ReadOnlySpan<byte> json)
    {
        var traits = ImmutableArray.CreateBuilder<TraitValue>();
        var reader = StoredJson.Reader(json);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            traits.Add(ReadTrait(ref reader, json));
        }

        return traits.DrainToImmutable();
    }

    private static void Write(Utf8JsonWriter writer, TraitValue trait)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, trait.Name);
        writer.WritePropertyName("value"u8);
        AttributeJson.Write(writer, trait.Value);
        writer.WriteString("source"u8, trait.Fact.Source);
        writer.WriteString("key"u8, trait.Fact.Key.ToString("x32", CultureInfo.InvariantCulture));
        writer.WritePropertyName("identifier"u8);
        StoredJson.WriteIdentifier(writer, trait.Identifier);
        writer.WriteString("at"u8, Instants.Format(trait.OccurredAt));
        writer.WriteNumber("party"u8, (int)trait.Party);
        writer.WriteNumber("kind"u8, (int)trait.Kind);
        writer.WriteNumber("explicitness"u8, (int)trait.Explicitness);
        writer.WriteNumber("sensitivity"u8, (int)trait.Sensitivity);
        writer.WriteNumber("categories"u8, (int)trait.SpecialCategories);
        if (trait.ConsentSequence is { } sequence)
        {
            writer.WriteNumber("consent"u8, sequence);
        }

        if (trait.StaleAt is { } stale)
        {
            writer.WriteString("stale"u8, Instants.Format(stale));
        }

        if (trait.Provenance != FactProvenance.None)
        {
            writer.WritePropertyName("origin"u8);
            AttributeJson.Write(writer, trait.Provenance.AddTo(Attributes.Empty));
        }

        writer.WriteEndObject();
    }

    private static TraitValue ReadTrait(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        string? name = null, source = null, key = null;
        AttributeValue? value = null;
        Identifier identifier = default;
        DateTimeOffset at = default;
        long? consent = null;
        DateTimeOffset? stale = null;
        var provenance = FactProvenance.None;
        int party = 0, kind = 0, explicitness = 0, sensitivity = 0, categories = 0;
        while (StoredJson.ReadMember(ref reader, out var member))
        {
            switch (member)
            {
                case "name": name = reader.GetString(); break;
                case "value": value = AttributeJson.Parse(StoredJson.ReadRaw(ref reader, json)); break;
                case "source": source = reader.GetString(); break;
                case "key": key = reader.GetString(); break;
                case "identifier": identifier = StoredJson.ReadIdentifier(ref reader); break;
                case "at": at = StoredJson.ReadInstant(ref reader); break;
                case "party": party = reader.GetInt32(); break;
                case "kind": kind = reader.GetInt32(); break;
                case "explicitness": explicitness = reader.GetInt32(); break;
                case "sensitivity": sensitivity = reader.GetInt32(); break;
                case "categories": categories = reader.GetInt32(); break;
                case "consent": consent = reader.GetInt64(); break;
                case "stale": stale = StoredJson.ReadInstant(ref reader); break;
                case "origin": provenance = FactProvenance.In(Attributes.FromUtf8(StoredJson.ReadRaw(ref reader, json).ToArray())); break;
                default: reader.Skip(); break;
            }
        }

        return new TraitValue
        {
            Name = name ?? throw new JsonException("A stored trait has no name."),
            Value = value ?? throw new JsonException("A stored trait has no value."),
            Fact = new FactId(source!, UInt128.Parse(key!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            Identifier = identifier,
            OccurredAt = at,
            Party = (Party)party,
            Kind = (DataKind)kind,
            Explicitness = (Explicitness)explicitness,
            Sensitivity = (Sensitivity)sensitivity,
            SpecialCategories = (SpecialCategories)categories,
            StaleAt = stale,
            Provenance = provenance,
            ConsentSequence = consent,
        };
    }
}
