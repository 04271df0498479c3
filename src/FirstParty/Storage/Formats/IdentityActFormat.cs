using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Formats;

/// <summary>How a back end may keep an identity act: a JSON object in UTF-8. The act's own id is the row's key and not in it. Thread-safe.</summary>
public static class IdentityActFormat
{
    /// <summary>The act as JSON.</summary>
    public static byte[] Write(IdentityAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return StoredJson.Write(act, static (writer, act) =>
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, Instants.Format(act.At));
            if (act.Actor is not null)
            {
                writer.WriteString("actor"u8, act.Actor);
            }

            if (act.Reason is not null)
            {
                writer.WriteString("reason"u8, act.Reason);
            }

            WriteOwn(writer, act);
            writer.WriteEndObject();
        });
    }

    /// <summary>The act that <see cref="Write"/> wrote, under its id.</summary>
    /// <exception cref="JsonException">It did not write this.</exception>
    public static IdentityAct Read(FactId id, ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadAct(id, json);
        }
        catch (Exception exception) when (StoredJson.IsMalformed(exception))
        {
            throw StoredJson.Malformed(exception);
        }
    }

    private static IdentityAct ReadAct(FactId id, ReadOnlySpan<byte> json)
    {
        var fields = new Fields();
        var reader = StoredJson.Reader(json);
        while (StoredJson.ReadMember(ref reader, out var member))
        {
            switch (member)
            {
                case "at": fields.At = StoredJson.ReadInstant(ref reader); break;
                case "actor": fields.Actor = reader.GetString(); break;
                case "reason": fields.Reason = reader.GetString(); break;
                case "kind": fields.Kind = reader.GetString(); break;
                case "identifiers": fields.Identifiers = ReadAll(ref reader, StoredJson.ReadIdentifier); break;
                case "strength": fields.Strength = (AssertionStrength)reader.GetInt32(); break;
                case "retracted": fields.Retracted = ReadAll(ref reader, ReadFact); break;
                case "erased": fields.Erased = ReadAll(ref reader, ReadId); break;
                case "scope": fields.Scope = (ErasureScope)reader.GetInt32(); break;
                case "weight": fields.Weight = reader.GetDouble(); break;
                case "model": fields.Model = reader.GetString(); break;
                case "asOf": fields.AsOf = StoredJson.ReadInstant(ref reader); break;
                case "suppress": fields.Suppress = reader.GetBoolean(); break;
                default: reader.Skip(); break;
            }
        }

        return Make(id, fields);
    }

    private static void WriteOwn(Utf8JsonWriter writer, IdentityAct act)
    {
        switch (act)
        {
            case LinkAssertion link:
                writer.WriteString("kind"u8, "link"u8);
                WriteAll(writer, "identifiers", link.Identifiers, StoredJson.WriteIdentifier);
                writer.WriteNumber("strength"u8, (int)link.Strength);
                break;
            case AliasAssertion alias:
                writer.WriteString("kind"u8, "alias"u8);
                WriteAll(writer, "identifiers", [alias.From, alias.To], StoredJson.WriteIdentifier);
                break;
            case SeparateAssertion separate:
                writer.WriteString("kind"u8, "separate"u8);
                WriteAll(writer, "identifiers", [separate.First, separate.Second], StoredJson.WriteIdentifier);
                break;
            case SuggestAssertion suggest:
                writer.WriteString("kind"u8, "suggest"u8);
                WriteAll(writer, "identifiers", [suggest.First, suggest.Second], StoredJson.WriteIdentifier);
                writer.WriteNumber("weight"u8, suggest.Weight);
                writer.WriteString("model"u8, suggest.Model);
                break;
            case RetractAssertion retract:
                writer.WriteString("kind"u8, "retract"u8);
                WriteAll(writer, "retracted", retract.Targets, WriteFact);
                break;
            case EraseAssertion erase:
                writer.WriteString("kind"u8, "erase"u8);
                WriteAll(writer, "erased", erase.Targets, static (writer, id) => writer.WriteStringValue(id.Value));
                writer.WriteNumber("scope"u8, (int)erase.Scope);
                writer.WriteBoolean("suppress"u8, erase.Suppress);
                break;
            case ExpireAssertion expire:
                writer.WriteString("kind"u8, "expire"u8);
                writer.WriteString("asOf"u8, Instants.Format(expire.AsOf));
                break;
        }
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteFact(Utf8JsonWriter writer, FactId fact)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(fact.Source);
        writer.WriteStringValue(fact.Key.ToString("x32", CultureInfo.InvariantCulture));
        writer.WriteEndArray();
    }

    private static FactId ReadFact(ref Utf8JsonReader reader)
    {
        reader.Read();
        var source = reader.GetString()!;
        reader.Read();
        var key = UInt128.Parse(reader.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        reader.Read();
        return new FactId(source, key);
    }

    private static ProfileId ReadId(ref Utf8JsonReader reader) => new(reader.GetGuid());

    private static ImmutableArray<T> ReadAll<T>(ref Utf8JsonReader reader, ReadItem<T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref reader));
        }

        return items.DrainToImmutable();
    }

    private static IdentityAct Make(FactId id, Fields fields)
    {
        IdentityAct made = (fields.Kind, fields.Identifiers) switch
        {
            ("link", _) => new LinkAssertion { Id = id, At = fields.At, Identifiers = fields.Identifiers, Strength = fields.Strength },
            ("alias", [var from, var to]) => new AliasAssertion { Id = id, At = fields.At, From = from, To = to },
            ("separate", [var first, var second]) => new SeparateAssertion { Id = id, At = fields.At, First = first, Second = second },
            ("suggest", [var first, var second]) => new SuggestAssertion
            {
                Id = id, At = fields.At, First = first, Second = second, Weight = fields.Weight, Model = fields.Model ?? string.Empty,
            },
            ("expire", _) => new ExpireAssertion { Id = id, At = fields.At, AsOf = fields.AsOf },
            ("retract", _) => new RetractAssertion { Id = id, At = fields.At, Targets = fields.Retracted },
            ("erase", _) => new EraseAssertion
            {
                Id = id, At = fields.At, Targets = fields.Erased, Scope = fields.Scope, Suppress = fields.Suppress,
            },
            _ => throw new JsonException("A stored act is of an unknown kind."),
        };
        return made with { Actor = fields.Actor, Reason = fields.Reason };
    }

    private delegate T ReadItem<T>(ref Utf8JsonReader reader);

    private sealed class Fields
    {
        public DateTimeOffset At { get; set; }

        public DateTimeOffset AsOf { get; set; }

        public string? Actor { get; set; }

        public string? Reason { get; set; }

        public string? Kind { get; set; }

        public ImmutableArray<Identifier> Identifiers { get; set; } = [];

        public AssertionStrength Strength { get; set; }

        public ImmutableArray<FactId> Retracted { get; set; } = [];

        public ImmutableArray<ProfileId> Erased { get; set; } = [];

        public ErasureScope Scope { get; set; }

        public bool Suppress { get; set; }

        public double Weight { get; set; }

        public string? Model { get; set; }
    }
}
