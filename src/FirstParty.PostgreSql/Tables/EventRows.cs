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
        + "sensitivity, special_categories, consent_sequence, identifiers, properties, context, stamps, group_id, anchor, turn";

    /// <summary>Gives the keys that were not there before.</summary>
    public static readonly Insertion<AnchoredEvent> Keys = KeysUpon("ON CONFLICT DO NOTHING RETURNING message_key, source");

    /// <summary>Fails if one of the keys is there.</summary>
    public static readonly Insertion<AnchoredEvent> NewKeys = KeysUpon("");

    public static readonly Insertion<AnchoredEvent> Events = new Insertion<AnchoredEvent>("firstparty.events", "")
        .Uuid("message_key", row => row.Event.Id.Uuid())
        .Text("source", row => row.Event.Id.Source)
        .Text("anchor_namespace", row => row.Event.Anchor.Namespace)
        .Text("anchor_value", row => row.Event.Anchor.Value)
        .Int64("fingerprint", row => row.Event.Fingerprint)
        .Int16("kind", row => (short)row.Event.Kind)
        .Text("name", row => row.Event.Name)
        .Instant("occurred_at", row => row.Event.OccurredAt)
        .Instant("received_at", row => row.Event.ReceivedAt)
        .Int16("strength", row => (short)row.Event.Strength)
        .Int16("party", row => (short)row.Event.Party)
        .Int16("explicitness", row => (short)row.Event.Explicitness)
        .Int16("sensitivity", row => (short)row.Event.Sensitivity)
        .Int32("special_categories", row => (int)row.Event.SpecialCategories)
        .Int64("consent_sequence", row => row.Event.ConsentSequence)
        .Bytes("identifiers", row => IdentifierList.Write(row.Event.Identifiers, row.Event.Anchor))
        .Bytes("properties", row => Json(row.Event.Properties))
        .Bytes("context", row => Json(row.Event.Context))
        .Bytes("stamps", row => row.Event.Stamps.IsDefaultOrEmpty ? null : PropertyStampFormat.Write(row.Event.Stamps))
        .NullableText("group_id", row => row.Event.GroupId)
        .Uuid("anchor", row => row.Anchor)
        .Int64("turn", row => row.Turn);

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

    private static Insertion<AnchoredEvent> KeysUpon(string conflict) => new Insertion<AnchoredEvent>("firstparty.event_keys", conflict)
        .Uuid("message_key", row => row.Event.Id.Uuid())
        .Text("source", row => row.Event.Id.Source)
        .Int64("fingerprint", row => row.Event.Fingerprint)
        .Uuid("anchor", row => row.Anchor)
        .Int64("turn", row => row.Turn);

    private static byte[]? Json(Attributes attributes) =>
        ReferenceEquals(attributes, FirstParty.Events.Attributes.Empty) || attributes.ToUtf8() is { Length: <= 2 } ? null : attributes.ToUtf8().ToArray();

    private static Attributes Attributes(byte[]? json) => json is null ? FirstParty.Events.Attributes.Empty : FirstParty.Events.Attributes.FromUtf8(json);
}
