using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage.Formats;
using FirstParty.Taxonomies;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Rows of <c>events</c> and <c>event_keys</c> to and from events.</summary>
internal static class EventRows
{
    public const string Columns =
        "message_key, source, anchor_namespace, anchor_value, fingerprint, kind, name, occurred_at, received_at, strength, party, explicitness, "
        + "sensitivity, special_categories, consent_sequence, identifiers, properties, context, stamps, group_id, anchor";

    /// <summary>Gives the keys that were not there before.</summary>
    public static readonly Insertion<LoggedEvent> Keys = KeysUpon("ON CONFLICT DO NOTHING RETURNING message_key, source");

    /// <summary>Fails if one of the keys is there.</summary>
    public static readonly Insertion<LoggedEvent> NewKeys = KeysUpon("");

    public static readonly Insertion<LoggedEvent> Events = new Insertion<LoggedEvent>("firstparty.events", "")
        .Uuid("message_key", logged => logged.Id.Uuid())
        .Text("source", logged => logged.Id.Source)
        .Text("anchor_namespace", logged => logged.Anchor.Namespace)
        .Text("anchor_value", logged => logged.Anchor.Value)
        .Int64("fingerprint", logged => logged.Fingerprint)
        .Int16("kind", logged => (short)logged.Kind)
        .Text("name", logged => logged.Name)
        .Instant("occurred_at", logged => logged.OccurredAt)
        .Instant("received_at", logged => logged.ReceivedAt)
        .Int16("strength", logged => (short)logged.Strength)
        .Int16("party", logged => (short)logged.Party)
        .Int16("explicitness", logged => (short)logged.Explicitness)
        .Int16("sensitivity", logged => (short)logged.Sensitivity)
        .Int32("special_categories", logged => (int)logged.SpecialCategories)
        .Int64("consent_sequence", logged => logged.ConsentSequence)
        .Bytes("identifiers", logged => IdentifierList.Write(logged.Identifiers, logged.Anchor))
        .Bytes("properties", logged => Json(logged.Properties))
        .Bytes("context", logged => Json(logged.Context))
        .Bytes("stamps", logged => logged.Stamps.IsDefaultOrEmpty ? null : PropertyStampFormat.Write(logged.Stamps))
        .NullableText("group_id", logged => logged.GroupId)
        .Uuid("anchor", logged => ProfileId.Of(logged.Anchor).Value);

    public static LoggedEvent Read(NpgsqlDataReader row)
    {
        try
        {
            var anchor = new Identifier(row.Text(2), row.Text(3));
            return new LoggedEvent
            {
                Id = row.Fact(0),
                Anchor = anchor,
                Fingerprint = row.GetInt64(4),
                Kind = (EventKind)row.GetInt16(5),
                Name = row.Text(6),
                OccurredAt = row.Instant(7),
                ReceivedAt = row.Instant(8),
                Strength = (AssertionStrength)row.GetInt16(9),
                Party = (Party)row.GetInt16(10),
                Explicitness = (Explicitness)row.GetInt16(11),
                Sensitivity = (Sensitivity)row.GetInt16(12),
                SpecialCategories = (SpecialCategories)row.GetInt32(13),
                ConsentSequence = row.IsDBNull(14) ? null : row.GetInt64(14),
                Identifiers = IdentifierList.Read(row.NullableBytes(15), anchor),
                Properties = Attributes(row.NullableBytes(16)),
                Context = Attributes(row.NullableBytes(17)),
                Stamps = row.NullableBytes(18) is { } stamps ? PropertyStampFormat.Read(stamps) : [],
                GroupId = row.IsDBNull(19) ? null : row.Text(19),
            };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }

    private static Insertion<LoggedEvent> KeysUpon(string conflict) => new Insertion<LoggedEvent>("firstparty.event_keys", conflict)
        .Uuid("message_key", logged => logged.Id.Uuid())
        .Text("source", logged => logged.Id.Source)
        .Int64("fingerprint", logged => logged.Fingerprint)
        .Uuid("anchor", logged => ProfileId.Of(logged.Anchor).Value);

    private static byte[]? Json(Attributes attributes) =>
        ReferenceEquals(attributes, FirstParty.Events.Attributes.Empty) || attributes.ToUtf8() is { Length: <= 2 } ? null : attributes.ToUtf8().ToArray();

    private static Attributes Attributes(byte[]? json) => json is null ? FirstParty.Events.Attributes.Empty : FirstParty.Events.Attributes.FromUtf8(json);
}
