using System.Collections.Immutable;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Formats;

/// <summary>How a back end may keep an event that waits in the quarantine: a JSON object in UTF-8 that loses nothing. Thread-safe.</summary>
public static class CustomerEventFormat
{
    /// <summary>The event as JSON.</summary>
    public static byte[] Write(CustomerEvent customerEvent)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        return StoredJson.Write(customerEvent, static (writer, customerEvent) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("kind"u8, (int)customerEvent.Kind);
            WriteCommon(writer, customerEvent);
            WriteOwn(writer, customerEvent);
            writer.WritePropertyName("body"u8);
            writer.WriteRawValue(customerEvent.Body.ToUtf8().Span, skipInputValidation: true);
            writer.WritePropertyName("context"u8);
            writer.WriteRawValue(customerEvent.Context.ToUtf8().Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
    }

    /// <summary>The event that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It did not write this.</exception>
    public static CustomerEvent Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadEvent(json);
        }
        catch (Exception exception) when (StoredJson.IsMalformed(exception))
        {
            throw StoredJson.Malformed(exception);
        }
    }

    private static CustomerEvent ReadEvent(ReadOnlySpan<byte> json)
    {
        var fields = new Fields();
        var reader = StoredJson.Reader(json);
        while (StoredJson.ReadMember(ref reader, out var member))
        {
            switch (member)
            {
                case "kind": fields.Kind = (EventKind)reader.GetInt32(); break;
                case "messageId": fields.MessageId = reader.GetString(); break;
                case "source": fields.Source = reader.GetString(); break;
                case "identifiers": fields.Identifiers = ReadIdentifiers(ref reader); break;
                case "timestamp": fields.Timestamp = StoredJson.ReadInstant(ref reader); break;
                case "sentAt": fields.SentAt = StoredJson.ReadInstant(ref reader); break;
                case "strength": fields.Strength = (AssertionStrength)reader.GetInt32(); break;
                case "explicitness": fields.Explicitness = (Explicitness)reader.GetInt32(); break;
                case "name": fields.Name = reader.GetString(); break;
                case "groupId": fields.Name = reader.GetString(); break;
                case "previousId": fields.PreviousId = StoredJson.ReadIdentifier(ref reader); break;
                case "body": fields.Body = Attributes.FromUtf8(StoredJson.ReadRaw(ref reader, json).ToArray()); break;
                case "context": fields.Context = Attributes.FromUtf8(StoredJson.ReadRaw(ref reader, json).ToArray()); break;
                default: reader.Skip(); break;
            }
        }

        return Make(fields);
    }

    private static void WriteCommon(Utf8JsonWriter writer, CustomerEvent customerEvent)
    {
        WriteText(writer, "messageId", customerEvent.MessageId);
        WriteText(writer, "source", customerEvent.Source);
        writer.WriteStartArray("identifiers"u8);
        foreach (var identifier in customerEvent.Identifiers)
        {
            StoredJson.WriteIdentifier(writer, identifier);
        }

        writer.WriteEndArray();
        WriteText(writer, "timestamp", customerEvent.Timestamp is { } timestamp ? Instants.Format(timestamp) : null);
        WriteText(writer, "sentAt", customerEvent.SentAt is { } sentAt ? Instants.Format(sentAt) : null);
        writer.WriteNumber("strength"u8, (int)customerEvent.Strength);
        if (customerEvent.Explicitness is { } explicitness)
        {
            writer.WriteNumber("explicitness"u8, (int)explicitness);
        }
    }

    private static void WriteOwn(Utf8JsonWriter writer, CustomerEvent customerEvent)
    {
        switch (customerEvent)
        {
            case TrackEvent track: writer.WriteString("name"u8, track.Name); break;
            case GroupEvent group: writer.WriteString("groupId"u8, group.GroupId); break;
            case AliasEvent alias:
                writer.WritePropertyName("previousId"u8);
                StoredJson.WriteIdentifier(writer, alias.PreviousId);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static ImmutableArray<Identifier> ReadIdentifiers(ref Utf8JsonReader reader)
    {
        var identifiers = ImmutableArray.CreateBuilder<Identifier>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            identifiers.Add(StoredJson.ReadIdentifier(ref reader));
        }

        return identifiers.DrainToImmutable();
    }

    private static CustomerEvent Make(Fields fields)
    {
        CustomerEvent made = fields.Kind switch
        {
            EventKind.Track => new TrackEvent { Name = fields.Name ?? string.Empty, Properties = fields.Body },
            EventKind.Identify => new IdentifyEvent { Traits = fields.Body },
            EventKind.Page => new PageEvent { Properties = fields.Body },
            EventKind.Screen => new ScreenEvent { Properties = fields.Body },
            EventKind.Group => new GroupEvent { GroupId = fields.Name ?? string.Empty, Traits = fields.Body },
            EventKind.Alias => new AliasEvent { PreviousId = fields.PreviousId },
            _ => throw new JsonException("A stored event is of an unknown kind."),
        };
        return made with
        {
            MessageId = fields.MessageId,
            Source = fields.Source,
            Identifiers = fields.Identifiers,
            Timestamp = fields.Timestamp,
            SentAt = fields.SentAt,
            Strength = fields.Strength,
            Explicitness = fields.Explicitness,
            Context = fields.Context,
        };
    }

    private sealed class Fields
    {
        public EventKind Kind { get; set; }

        public string? MessageId { get; set; }

        public string? Source { get; set; }

        public ImmutableArray<Identifier> Identifiers { get; set; } = [];

        public DateTimeOffset? Timestamp { get; set; }

        public DateTimeOffset? SentAt { get; set; }

        public AssertionStrength Strength { get; set; }

        public Explicitness? Explicitness { get; set; }

        public string? Name { get; set; }

        public Identifier PreviousId { get; set; }

        public Attributes Body { get; set; } = Attributes.Empty;

        public Attributes Context { get; set; } = Attributes.Empty;
    }
}
