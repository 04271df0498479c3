using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// The marks that sessions leave on the components they held, by which a node tells whether what it remembers of people is still so. A session that
/// writes alone holds nobody: it leaves another edition, after which nothing that anybody remembers counts.
/// </summary>
/// <param name="database">The session's transaction.</param>
/// <param name="session">The session's own id.</param>
/// <param name="isAlone">Whether the session writes alone.</param>
internal sealed class HoldMarks(Database database, Guid session, bool isAlone)
{
    /// <summary>The turn of what was appended while its people were not held: it may have come after any other.</summary>
    public const long UnknownTurn = long.MaxValue;

    /// <summary>What draws a turn.</summary>
    public const string TurnColumn = "nextval('firstparty.turns')";

    private const string EditionSql = "SELECT edition FROM firstparty.identity_edition WHERE id = 1";
    private const string LifeSql = "SELECT life FROM firstparty.server_life WHERE id = 1";
    private const string BeginSql = "INSERT INTO firstparty.server_life (id, life) VALUES (1, $1) ON CONFLICT DO NOTHING";
    private const string BothSql =
        "SELECT edition, life FROM firstparty.identity_edition e LEFT JOIN firstparty.server_life l ON l.id = e.id WHERE e.id = 1";

    private const string NewEditionSql = "UPDATE firstparty.identity_edition SET edition = $1 WHERE id = 1";
    private const string HeldSql = "UPDATE firstparty.identity_nodes SET holder = $1 WHERE id = ANY($2)";
    private const string HeldOneSql = "UPDATE firstparty.identity_nodes SET holder = $1 WHERE id = $2";
    private const string ChangedSql = "UPDATE firstparty.identity_nodes SET holder = $1, changer = $1 WHERE id = ANY($2)";
    private const string ChangedOneSql = "UPDATE firstparty.identity_nodes SET holder = $1, changer = $1 WHERE id = $2";

    private readonly HashSet<Guid> _changed = [];
    private readonly List<(ComponentHold Hold, HoldMark After)> _left = [];
    private UInt128 _edition;
    private UInt128 _life;
    private long _turn;
    private bool _isInTurn = true;
    private bool _allChanged;

    public Guid Session => session;

    private Guid Edition => Binary.Uuid(_edition ^ _life);

    /// <summary>
    /// The statements that read the edition, once nobody who writes alone can be beside the session, and the life that the server is in: one that has
    /// recovered from a crash may have forgotten marks and turns that nodes remember.
    /// </summary>
    public IEnumerable<Statement> ReadEdition() => database.IsDistributed
        ? [database.Sql(EditionSql).Each(row => _edition = Binary.Key(row.GetGuid(0))), database.Sql(LifeSql).Each(row => _life = Binary.Key(row.GetGuid(0)))]
        : [database.Sql(BothSql).Each(row => (_edition, _life) = (Binary.Key(row.GetGuid(0)), Binary.Key(Id(row, 1))))];

    /// <summary>
    /// The statement that draws the session's turn, once it holds whom it asked for: a later one than that of any session that held them before.
    /// </summary>
    public Statement DrawTurn() => database.Sql($"SELECT {TurnColumn}").Each(row => Draw(row, 0));

    public void Draw(NpgsqlDataReader row, int column) => _turn = row.GetInt64(column);

    /// <summary>The turn of an event that is appended now.</summary>
    /// <param name="isHeld">Whether the session holds the component of its anchor.</param>
    public long TurnOf(bool isHeld) => isAlone ? 0 : isHeld && _isInTurn && _turn > 0 ? _turn : UnknownTurn;

    /// <summary>The session has come to nodes without locking them: its turn says nothing about them, and what it has read is not to be remembered.</summary>
    public void LoseTurn() => _isInTurn = false;

    /// <summary>Notes the hold of a locked node's row: its id, holder and changer.</summary>
    public void Read(NpgsqlDataReader row, Dictionary<Guid, ComponentHold> holds) =>
        holds[row.GetGuid(0)] = new ComponentHold(new HoldMark(Edition, Id(row, 1), Id(row, 2)));

    /// <summary>The hold of a component that the session itself has made.</summary>
    public ComponentHold New()
    {
        var hold = new ComponentHold(null);
        _left.Add((hold, new HoldMark(Edition, session, session)));
        return hold;
    }

    /// <summary>The hold of a component whose mark was not read, because the session has made it of others that it holds.</summary>
    public ComponentHold Unread() => new(new HoldMark(Edition, Guid.Empty, Guid.Empty));

    /// <summary>The session changes more of everybody it holds than that events are appended.</summary>
    public void AllChanged() => _allChanged = true;

    /// <summary>Notes which components a change of the graph concerns, before what is held follows it.</summary>
    public void Changed(GraphChange change, HeldGraph held)
    {
        _allChanged |= change.Reset || change.RemovedNodes.Length + change.RemovedLinks.Length + change.Acts.Length + change.RemovedActs.Length > 0;
        _changed.EnsureCapacity(_changed.Count + change.Nodes.Length);
        foreach (var node in change.Nodes)
        {
            _changed.Add(node.Component.Value);
            Concerns(node.Id, held);
        }

        foreach (var link in change.Links)
        {
            Concerns(link.A, held);
            Concerns(link.B, held);
        }
    }

    /// <summary>Notes that profiles of held components were written.</summary>
    public void Changed(IEnumerable<ProfileId> profiles, HeldGraph held)
    {
        foreach (var id in profiles)
        {
            Concerns(id, held);
        }
    }

    /// <summary>The statements that leave the marks.</summary>
    public IEnumerable<Statement> Leave(IReadOnlyDictionary<Guid, ComponentHold> components)
    {
        if (isAlone)
        {
            return [database.Sql(NewEditionSql).Add(session)];
        }

        var (held, changed) = (new List<Guid>(components.Count), new List<Guid>(_changed.Count));
        foreach (var (component, hold) in components)
        {
            if (hold.Before is { } before)
            {
                var isChanged = _allChanged || _changed.Contains(component);
                (isChanged ? changed : held).Add(component);
                _left.Add((hold, before with { Holder = session, Changer = isChanged ? session : before.Changer }));
            }
        }

        return [.. _life == default ? [Begin()] : (Statement[])[], .. Mark(held, HeldSql, HeldOneSql), .. Mark(changed, ChangedSql, ChangedOneSql)];
    }

    /// <summary>The session was committed: what was left is there.</summary>
    public void Committed()
    {
        var isRemembered = _isInTurn && _life != default;
        _left.ForEach(left => (left.Hold.After, left.Hold.Turn) = (isRemembered ? left.After : null, _turn));
    }

    /// <summary>The statement that begins a life of the server: it is the first session's of it.</summary>
    private Statement Begin() => database.Sql(BeginSql).Add(session);

    private static Guid Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? Guid.Empty : row.GetGuid(column);

    private void Concerns(ProfileId id, HeldGraph held)
    {
        if (held.TryNode(id.Value, out var node))
        {
            _changed.Add(node.Component.Value);
        }
        else
        {
            _allChanged = true;
        }
    }

    private IEnumerable<Statement> Mark(List<Guid> components, string sql, string oneSql) => components.Count == 0 ? []
        : database.IsDistributed ? components.Order().Select(component => database.Sql(oneSql).Add(session).Add(component))
        : [database.Sql(sql).Add(session).Add(components)];
}
