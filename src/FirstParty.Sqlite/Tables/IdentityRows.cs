using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Rows of nodes, links and history to and from the graph's records.</summary>
internal sealed class IdentityRows(Database database, NameTable names)
{
    private const string NodeColumns = "id, namespace, value, first_seen, component, profile, fan_out, flags, owner, shed_from, signed_in_at, last_seen";
    private const string LinkColumns = "a, b, strength, at, fact_source, fact_key";
    private const string HistoryColumns = "kind, at, subject, other, identifier, cause_source, cause_key";

    public const string Node = $"SELECT {NodeColumns} FROM identity_nodes WHERE id = ?";
    public const string Members = $"SELECT {NodeColumns} FROM identity_nodes WHERE component = ? AND component <> id";
    public const string Link = $"SELECT {LinkColumns} FROM identity_links WHERE a = ? AND b = ?";
    public const string LinksOfA = $"SELECT {LinkColumns} FROM identity_links WHERE a = ?";
    public const string LinksOfB = $"SELECT {LinkColumns} FROM identity_links WHERE b = ?";
    public const string AllLinks = $"SELECT {LinkColumns} FROM identity_links WHERE (a, b) > (?, ?) ORDER BY a, b LIMIT ?";

    /// <summary>Weaker than manual, which is strength 1.</summary>
    public const string OldLinks = $"SELECT {LinkColumns} FROM identity_links WHERE (a, b) > (?, ?) AND strength > 1 AND at < ? ORDER BY a, b LIMIT ?";

    public const string History = $"SELECT id, {HistoryColumns} FROM identity_history WHERE ";

    private const int ContestedFlag = 1;
    private const int SharedFlag = 2;
    private const int UnsettledFlag = 4;

    private const string WriteNodeSql =
        $"INSERT INTO identity_nodes ({NodeColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        + "namespace = excluded.namespace, value = excluded.value, first_seen = excluded.first_seen, component = excluded.component, "
        + "profile = excluded.profile, fan_out = excluded.fan_out, flags = excluded.flags, owner = excluded.owner, shed_from = excluded.shed_from, "
        + "signed_in_at = excluded.signed_in_at, last_seen = excluded.last_seen";

    private const string WriteLinkSql =
        $"INSERT INTO identity_links ({LinkColumns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET "
        + "strength = excluded.strength, at = excluded.at, fact_source = excluded.fact_source, fact_key = excluded.fact_key";

    private const string AddHistorySql = $"INSERT INTO identity_history ({HistoryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)";

    public void Write(GraphNode node) => database.Prepare(WriteNodeSql)
        .Bind(node.Id.Value)
        .Bind(names.IdOf(node.Identifier.Namespace))
        .Bind(node.Identifier.Value)
        .Bind(node.FirstSeen)
        .Bind(node.Component.Value)
        .Bind(node.Profile.Value)
        .Bind((long)node.FanOut)
        .Bind((long)((node.Contested ? ContestedFlag : 0) | (node.Shared ? SharedFlag : 0) | (node.Unsettled ? UnsettledFlag : 0)))
        .Bind(node.Owner?.Value)
        .Bind(node.ShedFrom)
        .Bind(node.SignedInAt)
        .Bind(node.LastSeen)
        .Run();

    public void Write(GraphLink link)
    {
        var source = SourceOf(link.Fact);
        database.Prepare(WriteLinkSql)
            .Bind(link.A.Value)
            .Bind(link.B.Value)
            .Bind((long?)link.Strength)
            .Bind(link.At)
            .Bind(source)
            .Bind(link.Fact?.Key)
            .Run();
    }

    public void Add(ResolutionEntry entry)
    {
        var source = SourceOf(entry.Cause);
        database.Prepare(AddHistorySql)
            .Bind((long)entry.Kind)
            .Bind(entry.At)
            .Bind(entry.Subject.Value)
            .Bind(entry.Other.Value)
            .Bind(entry.Identifier?.Value)
            .Bind(source)
            .Bind(entry.Cause?.Key)
            .Run();
    }

    public GraphNode ReadNode(Statement row) => new()
    {
        Id = new ProfileId(row.Uuid(0)),
        Identifier = new Identifier(names.TextOf(row.Int64(1)), row.Text(2)),
        FirstSeen = row.IsNull(3) ? null : row.Instant(3),
        Component = new ProfileId(row.Uuid(4)),
        Profile = new ProfileId(row.Uuid(5)),
        FanOut = row.Int32(6),
        Contested = (row.Int32(7) & ContestedFlag) != 0,
        Shared = (row.Int32(7) & SharedFlag) != 0,
        Unsettled = (row.Int32(7) & UnsettledFlag) != 0,
        Owner = row.IsNull(8) ? null : new ProfileId(row.Uuid(8)),
        ShedFrom = row.IsNull(9) ? null : row.Int32(9),
        SignedInAt = row.IsNull(10) ? null : row.Instant(10),
        LastSeen = row.IsNull(11) ? null : row.Instant(11),
    };

    public GraphLink ReadLink(Statement row) => new()
    {
        A = new ProfileId(row.Uuid(0)),
        B = new ProfileId(row.Uuid(1)),
        Strength = row.IsNull(2) ? null : (AssertionStrength)row.Int32(2),
        At = row.Instant(3),
        Fact = Fact(row, 4),
    };

    /// <summary>The entry of a row whose first column is its number.</summary>
    public ResolutionEntry ReadEntry(Statement row) => new()
    {
        Kind = (ResolutionEntryKind)row.Int32(1),
        At = row.Instant(2),
        Subject = new ProfileId(row.Uuid(3)),
        Other = new ProfileId(row.Uuid(4)),
        Identifier = row.IsNull(5) ? null : new ProfileId(row.Uuid(5)),
        Cause = Fact(row, 6),
    };

    private FactId? Fact(Statement row, int column) =>
        row.IsNull(column) ? null : new FactId(names.TextOf(row.Int64(column)), row.Key(column + 1));

    private long? SourceOf(FactId? fact) => fact is { } named ? names.IdOf(named.Source) : null;
}
