using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;
using FirstParty.Storage.Formats;
using FirstParty.Taxonomies;

namespace FirstParty.Sqlite.Tables;

/// <summary>Rows of <c>events</c> to and from events.</summary>
internal sealed class EventRows(Database database, NameTable names, EventNames eventNames)
{
    private const string Columns =
        "id, prev, source, message_key, fingerprint, kind, name, anchor, occurred_at, received_at, strength, party, explicitness, "
        + "sensitivity, special_categories, consent_sequence, identifiers, properties, context, stamps, group_id";

    public const string One = $"SELECT {Columns} FROM events WHERE id = ?";
    public const string Page = $"SELECT {Columns} FROM events WHERE id > ? ORDER BY id LIMIT ?";

    private const string InsertSql =
        $"INSERT INTO events ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    public void Insert(long id, long source, LoggedEvent logged, Anchor anchor) => database.Prepare(InsertSql)
        .Bind(id)
        .Bind(anchor.Head == 0 ? null : anchor.Head)
        .Bind(source)
        .Bind(logged.Id.Key)
        .Bind(logged.Fingerprint)
        .Bind((long)logged.Kind)
        .Bind(eventNames.Use(logged.Name))
        .Bind(anchor.Id)
        .Bind(logged.OccurredAt)
        .Bind(logged.ReceivedAt)
        .Bind((long)logged.Strength)
        .Bind((long)logged.Party)
        .Bind((long)logged.Explicitness)
        .Bind((long)logged.Sensitivity)
        .Bind((long)logged.SpecialCategories)
        .Bind(logged.ConsentSequence)
        .BindUnlessEmpty(IdentifierList.Write(logged.Identifiers, logged.Anchor, names))
        .BindUnlessEmpty(Json(logged.Properties))
        .BindUnlessEmpty(Json(logged.Context))
        .BindUnlessEmpty(logged.Stamps.IsDefaultOrEmpty ? default : PropertyStampFormat.Write(logged.Stamps))
        .Bind(logged.GroupId)
        .Run();

    /// <summary>The event of the row that the statement stands on.</summary>
    public LoggedEvent Read(Statement row, Identifier anchor)
    {
        try
        {
            var stamps = row.Bytes(19);
            return new LoggedEvent
            {
                Id = new FactId(names.TextOf(row.Int64(2)), row.Key(3)),
                Fingerprint = row.Int64(4),
                Kind = (EventKind)row.Int32(5),
                Name = eventNames.TextOf(row.Int64(6)),
                Anchor = anchor,
                OccurredAt = row.Instant(8),
                ReceivedAt = row.Instant(9),
                Strength = (AssertionStrength)row.Int32(10),
                Party = (Party)row.Int32(11),
                Explicitness = (Explicitness)row.Int32(12),
                Sensitivity = (Sensitivity)row.Int32(13),
                SpecialCategories = (SpecialCategories)row.Int32(14),
                ConsentSequence = row.NullableInt64(15),
                Identifiers = IdentifierList.Read(row.Bytes(16), anchor, names),
                Properties = Attributes(row.Bytes(17)),
                Context = Attributes(row.Bytes(18)),
                Stamps = stamps.IsEmpty ? [] : PropertyStampFormat.Read(stamps),
                GroupId = row.IsNull(20) ? null : row.Text(20),
            };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }

    public static long Id(Statement row) => row.Int64(0);

    public static long? Previous(Statement row) => row.NullableInt64(1);

    public static long Anchor(Statement row) => row.Int64(7);

    private static ReadOnlySpan<byte> Json(Attributes attributes) =>
        ReferenceEquals(attributes, Events.Attributes.Empty) || attributes.ToUtf8() is { Length: <= 2 } ? default : attributes.ToUtf8().Span;

    private static Attributes Attributes(ReadOnlySpan<byte> json) =>
        json.IsEmpty ? Events.Attributes.Empty : Events.Attributes.FromUtf8(json.ToArray());
}
