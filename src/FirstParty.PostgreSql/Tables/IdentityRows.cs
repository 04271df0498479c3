using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Rows of nodes, links and history to and from the graph's records.</summary>
internal static class IdentityRows
{
    public const string NodeColumns =
        "id, namespace, value, first_seen, component, profile, fan_out, flags, owner, shed_from, signed_in_at, last_seen";

    public const string LinkColumns = "a, b, strength, at, fact_key, fact_source";
    public const string HistoryColumns = "number, kind, at, subject, other, identifier, cause_key, cause_source";

    private const int ContestedFlag = 1;
    private const int SharedFlag = 2;
    private const int UnsettledFlag = 4;

    public static readonly Insertion<GraphNode> Nodes = NodesWith<GraphNode>(
        node => node,
        "ON CONFLICT (id) DO UPDATE SET namespace = excluded.namespace, value = excluded.value, first_seen = excluded.first_seen, "
        + "component = excluded.component, profile = excluded.profile, fan_out = excluded.fan_out, flags = excluded.flags, owner = excluded.owner, "
        + "shed_from = excluded.shed_from, signed_in_at = excluded.signed_in_at, last_seen = excluded.last_seen");

    /// <summary>Nodes that only stand in for identifiers that are new, so that there is something to lock.</summary>
    public static readonly Insertion<(GraphNode Node, Guid Session)> Placeholders =
        NodesWith<(GraphNode Node, Guid Session)>(row => row.Node, "ON CONFLICT DO NOTHING RETURNING id")
            .Uuid("holder", row => row.Session)
            .Uuid("changer", row => row.Session);

    public static readonly Insertion<GraphLink> Links = new Insertion<GraphLink>(
        "firstparty.identity_links",
        "ON CONFLICT (a, b) DO UPDATE SET strength = excluded.strength, at = excluded.at, fact_key = excluded.fact_key, fact_source = excluded.fact_source")
        .Uuid("a", link => link.A.Value)
        .Uuid("b", link => link.B.Value)
        .Int16("strength", link => (short?)link.Strength)
        .Instant("at", link => link.At)
        .Uuid("fact_key", link => link.Fact?.Uuid())
        .NullableText("fact_source", link => link.Fact?.Source);

    public static readonly Insertion<(long Number, ResolutionEntry Entry)> History =
        new Insertion<(long Number, ResolutionEntry Entry)>("firstparty.identity_history", "")
            .Int64("number", row => row.Number)
            .Int16("kind", row => (short)row.Entry.Kind)
            .Instant("at", row => row.Entry.At)
            .Uuid("subject", row => row.Entry.Subject.Value)
            .Uuid("other", row => row.Entry.Other.Value)
            .Uuid("identifier", row => row.Entry.Identifier?.Value)
            .Uuid("cause_key", row => row.Entry.Cause?.Uuid())
            .NullableText("cause_source", row => row.Entry.Cause?.Source);

    public static GraphNode ReadNode(NpgsqlDataReader row) => new()
    {
        Id = row.Profile(0),
        Identifier = new Identifier(row.Text(1), row.Text(2)),
        FirstSeen = row.NullableInstant(3),
        Component = row.Profile(4),
        Profile = row.Profile(5),
        FanOut = row.GetInt32(6),
        Contested = (row.GetInt16(7) & ContestedFlag) != 0,
        Shared = (row.GetInt16(7) & SharedFlag) != 0,
        Unsettled = (row.GetInt16(7) & UnsettledFlag) != 0,
        Owner = row.NullableProfile(8),
        ShedFrom = row.IsDBNull(9) ? null : row.GetInt32(9),
        SignedInAt = row.NullableInstant(10),
        LastSeen = row.NullableInstant(11),
    };

    public static GraphLink ReadLink(NpgsqlDataReader row) => new()
    {
        A = row.Profile(0),
        B = row.Profile(1),
        Strength = row.IsDBNull(2) ? null : (AssertionStrength)row.GetInt16(2),
        At = row.Instant(3),
        Fact = row.NullableFact(4),
    };

    /// <summary>The entry of a row whose first column is its number.</summary>
    public static ResolutionEntry ReadEntry(NpgsqlDataReader row) => new()
    {
        Kind = (ResolutionEntryKind)row.GetInt16(1),
        At = row.Instant(2),
        Subject = row.Profile(3),
        Other = row.Profile(4),
        Identifier = row.NullableProfile(5),
        Cause = row.NullableFact(6),
    };

    private static Insertion<TRow> NodesWith<TRow>(Func<TRow, GraphNode> node, string conflict) =>
        new Insertion<TRow>("firstparty.identity_nodes", conflict)
            .Uuid("id", row => node(row).Id.Value)
            .Text("namespace", row => node(row).Identifier.Namespace)
            .Text("value", row => node(row).Identifier.Value)
            .Instant("first_seen", row => node(row).FirstSeen)
            .Uuid("component", row => node(row).Component.Value)
            .Uuid("profile", row => node(row).Profile.Value)
            .Int32("fan_out", row => node(row).FanOut)
            .Int16("flags", row => Flags(node(row)))
            .Uuid("owner", row => node(row).Owner?.Value)
            .Int32("shed_from", row => node(row).ShedFrom)
            .Instant("signed_in_at", row => node(row).SignedInAt)
            .Instant("last_seen", row => node(row).LastSeen);

    private static short Flags(GraphNode node) =>
        (short)((node.Contested ? ContestedFlag : 0) | (node.Shared ? SharedFlag : 0) | (node.Unsettled ? UnsettledFlag : 0));
}
