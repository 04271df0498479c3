using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// Which components of the identity graph a session holds: whoever reads what somebody's facts come to, in order to write it, holds their component
/// until the commit, and reads after it has it.
/// </summary>
/// <remarks>
/// Nobody ever waits in a circle. The first time, a session waits for what it needs, identifiers that are new first and then rows in ascending
/// order. Whatever turns out to be needed later it takes only if nobody else holds it; otherwise the session fails as a conflict, and the next one
/// asks for it at the beginning.
/// </remarks>
internal sealed class ComponentLocks(Database database, WantedLocks wanted, HoldMarks marks, Func<IEnumerable<Statement>> alongside, bool isNeeded)
{
    private const int MostRounds = 5;
    private const string ComponentsSql = $"SELECT {IdentityRows.NodeColumns} FROM firstparty.identity_nodes WHERE id = ANY($1)";
    private const string LockOfSql =
        "SELECT id, holder, changer FROM firstparty.identity_nodes WHERE id = ANY(ARRAY(SELECT component FROM firstparty.identity_nodes WHERE id = ANY($1))) "
        + "ORDER BY id FOR UPDATE";

    private const string LockSql = "SELECT id, holder, changer FROM firstparty.identity_nodes WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    private const string LockOneSql = "SELECT id, holder, changer FROM firstparty.identity_nodes WHERE id = $1 FOR UPDATE";
    private const string NoWait = " NOWAIT";
    private const string SavepointSql = "SAVEPOINT held";
    private const string RollbackSql = "ROLLBACK TO SAVEPOINT held";
    private const string ForgetSql = "DELETE FROM firstparty.identity_nodes WHERE id = ANY($1)";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(10);

    private readonly HashSet<Guid> _covered = [];
    private readonly Dictionary<Guid, ComponentHold> _components = [];
    private readonly HashSet<Guid> _placeholders = [];
    private readonly Dictionary<Guid, GraphNode> _foreseen = []; // The rows of placeholders that say more than that they are there.
    private IReadOnlyDictionary<ProfileId, GraphNode> _expected = new Dictionary<ProfileId, GraphNode>();

    /// <summary>Whether other sessions may write: false of a session that only reads or that writes alone.</summary>
    public bool AreNeeded => isNeeded;

    /// <summary>What is known of the held components.</summary>
    public HeldGraph Held { get; } = new();

    /// <summary>What the marks of the held components become at the commit.</summary>
    public HoldMarks Marks => marks;

    /// <summary>
    /// The statements that end a session: they take back the nodes that only stood in for identifiers, and leave on the others who held them.
    /// </summary>
    public IEnumerable<Statement> Ending() =>
        [.. _placeholders.Count == 0 ? [] : (Statement[])[database.Sql(ForgetSql).Add(_placeholders)], .. marks.Leave(_components)];

    /// <summary>The turn of an event that is appended now at an anchor.</summary>
    public long TurnOf(Guid anchor) => marks.TurnOf(Covers(anchor));

    /// <summary>The session's hold of a component; null where it has none.</summary>
    public ComponentHold? HoldOf(ProfileId component) => _components.GetValueOrDefault(component.Value);

    /// <summary>Placeholders whose rows say already what they will most likely come to. Nothing may be read of these rows before a change writes them.</summary>
    public IReadOnlyCollection<GraphNode> Foreseen => _foreseen.Values;

    /// <summary>What the nodes of identifiers that are new will most likely come to.</summary>
    public void Expect(IReadOnlyDictionary<ProfileId, GraphNode> nodes) => _expected = nodes;

    /// <summary>Whether the row of a node, which a change is about to write for the first time, says that already.</summary>
    public bool IsForeseen(GraphNode node) => _foreseen.Remove(node.Id.Value, out var row) && row == node;

    /// <summary>Whether a node is a placeholder whose row says more than that it is there.</summary>
    public bool Foresees(Guid id) => _foreseen.ContainsKey(id);

    /// <summary>From now on no placeholder's row says more than that it is there.</summary>
    public void ForgetForeseen() => _foreseen.Clear();

    /// <summary>Holds the components of identifiers, making nodes for those that are new.</summary>
    /// <returns>Whether another session may have changed what was read before.</returns>
    public async ValueTask<bool> HoldAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken)
    {
        var nodes = isNeeded ? identifiers.Where(identifier => !_covered.Contains(ProfileId.Of(identifier).Value)).Select(GraphNode.Alone).ToList() : [];
        if (nodes.Count == 0)
        {
            return false;
        }

        nodes.Sort((left, right) => left.Id.CompareTo(right.Id));
        var ids = new HashSet<Guid>(nodes.Count);
        ids.UnionWith(nodes.Select(node => node.Id.Value));
        return await HoldAsync(nodes, ids, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Holds the components of those of these nodes that are there.</summary>
    public async ValueTask HoldAsync(IEnumerable<ProfileId> ids, CancellationToken cancellationToken)
    {
        HashSet<Guid> missing = isNeeded ? [.. ids.Select(id => id.Value).Where(id => !_covered.Contains(id))] : [];
        if (missing.Count > 0)
        {
            await HoldAsync([], missing, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes nodes that were read: members of held components need no further look.</summary>
    public void Know(IReadOnlyCollection<GraphNode> nodes)
    {
        if (_components.Count == 0)
        {
            return;
        }

        foreach (var node in nodes)
        {
            if (Holds(node.Component))
            {
                _covered.Add(node.Id.Value);
                Held.Learn(node);
            }
        }
    }

    /// <summary>Whether a node is known to be in a component that is this session's alone.</summary>
    public bool Covers(Guid id) => _covered.Contains(id);

    /// <summary>Whether a component is this session's alone.</summary>
    public bool Holds(ProfileId component) => _components.ContainsKey(component.Value);

    /// <summary>Notes that profiles were written.</summary>
    public void Changes(IEnumerable<ProfileId> profiles)
    {
        if (isNeeded)
        {
            marks.Changed(profiles, Held);
        }
    }

    /// <summary>Notes nodes that this session wrote: nobody else can lock their rows now.</summary>
    public void Wrote(GraphChange change)
    {
        if (isNeeded)
        {
            marks.Changed(change, Held);
            Held.Follow(change);
        }

        var written = change.Nodes.Select(node => node.Id).ToHashSet();
        foreach (var node in change.Nodes)
        {
            _placeholders.Remove(node.Id.Value);
            if (isNeeded)
            {
                if (_covered.Add(node.Id.Value))
                {
                    marks.LoseTurn();
                }

                if (!_components.ContainsKey(node.Component.Value))
                {
                    // Only a row that this session has locked or written is marked: another's would have to be waited for.
                    _components.Add(node.Component.Value, written.Contains(node.Component) ? marks.Unread() : new ComponentHold(null));
                }
            }
        }
    }

    private ValueTask<bool> HoldAsync(IReadOnlyList<GraphNode> nodes, HashSet<Guid> ids, CancellationToken cancellationToken) =>
        _components.Count == 0 ? WaitAsync(nodes, ids, cancellationToken) : TryAsync(nodes, ids, cancellationToken);

    /// <summary>The first time: waits for whoever is before us.</summary>
    private async ValueTask<bool> WaitAsync(IReadOnlyList<GraphNode> nodes, HashSet<Guid> ids, CancellationToken cancellationToken)
    {
        ids.UnionWith(wanted.Take());
        Statement[] first = [.. Insert(nodes), database.Sql(SavepointSql)];
        if (nodes.Count == 0 && !database.IsDistributed)
        {
            database.Defer(first); // Nothing is to be learnt from it.
        }
        else
        {
            await database.RunAsync(first, cancellationToken).ConfigureAwait(false);
        }

        ids.ExceptWith(_placeholders);
        GraphNode[] old = [.. nodes.Where(node => !_placeholders.Contains(node.Id.Value))];
        for (var round = 0; round < MostRounds; round++)
        {
            var (asked, now) = (new Dictionary<Guid, ComponentHold>(ids.Count), new Dictionary<Guid, GraphNode>(ids.Count));
            await LockAsync(ids, asked, now, cancellationToken).ConfigureAwait(false);
            if (old.All(node => now.ContainsKey(node.Id.Value)) && now.Values.All(node => asked.ContainsKey(node.Component.Value)))
            {
                Take(asked, now.Values);
                Take(_placeholders.ToDictionary(id => id, _ => marks.New()), []);
                return true;
            }

            await database.RunAsync(database.Sql(RollbackSql), cancellationToken).ConfigureAwait(false);
        }

        throw Conflict(ids);
    }

    /// <summary>Locks the components that nodes are in, as far as is known before, and reads the nodes once they are locked.</summary>
    private async ValueTask LockAsync(HashSet<Guid> ids, Dictionary<Guid, ComponentHold> asked, Dictionary<Guid, GraphNode> now, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            await database.RunAsync([.. alongside()], cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!database.IsDistributed)
        {
            var lockAll = database.Sql(LockOfSql).Add(ids).Each(row => marks.Read(row, asked));
            await database.RunAsync([lockAll, Components(ids, now), .. alongside()], cancellationToken).ConfigureAwait(false);
            return;
        }

        await database.RunAsync(Components(ids, now), cancellationToken).ConfigureAwait(false);
        Guid[] components = [.. now.Values.Select(node => node.Component.Value).Distinct()];
        now.Clear();
        await database.RunAsync([.. Lock(components, asked, LockSql, ""), Components(ids, now), .. alongside()], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Later: takes what nobody holds.</summary>
    private async ValueTask<bool> TryAsync(IReadOnlyList<GraphNode> nodes, HashSet<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, GraphNode>();
        await database.RunAsync(Components(ids, found), cancellationToken).ConfigureAwait(false);
        try
        {
            GraphNode[] missing = [.. nodes.Where(node => !found.ContainsKey(node.Id.Value))];
            if (missing.Length > 0)
            {
                await database.RunAsync([.. database.WaitingAtMost(LongestWait, Insert(missing)), Components(ids, found)], cancellationToken).ConfigureAwait(false);
            }

            var components = found.Values.Select(node => node.Component.Value).Where(component => !_components.ContainsKey(component)).ToHashSet();
            var asked = new Dictionary<Guid, ComponentHold>();
            if (components.Count > 0)
            {
                found.Clear();
                await database.RunAsync([.. Lock(components, asked, LockSql, NoWait), Components(ids, found), .. alongside()], cancellationToken).ConfigureAwait(false);
            }

            if (found.Values.Any(node => !asked.ContainsKey(node.Component.Value) && !Holds(node.Component)))
            {
                throw Conflict(ids);
            }

            Take(asked, found.Values);
            return asked.Count > 0;
        }
        catch (StorageException exception) when (exception.Error == StorageError.Conflict)
        {
            wanted.Add(ids);
            throw;
        }
    }

    private void Take(Dictionary<Guid, ComponentHold> components, IReadOnlyCollection<GraphNode> nodes)
    {
        _components.EnsureCapacity(_components.Count + components.Count);
        foreach (var (component, hold) in components)
        {
            _components.TryAdd(component, hold);
        }

        _covered.EnsureCapacity(_covered.Count + _placeholders.Count + nodes.Count);
        _covered.UnionWith(_placeholders);
        Know(nodes);
    }

    private StorageException Conflict(HashSet<Guid> ids)
    {
        wanted.Add(ids);
        return new StorageException(StorageError.Conflict, "Another writer got in the way. Try again.");
    }

    private IEnumerable<Statement> Insert(IReadOnlyList<GraphNode> nodes)
    {
        var byId = nodes.ToDictionary(node => node.Id.Value);
        _placeholders.EnsureCapacity(_placeholders.Count + nodes.Count);
        _foreseen.EnsureCapacity(_foreseen.Count + Math.Min(nodes.Count, _expected.Count));
        Held.Expect(nodes.Count);
        return IdentityRows.Placeholders.Of(database, [.. nodes.Select(node => (_expected.GetValueOrDefault(node.Id, node), marks.Session))]).Select(insert => insert.Each(row =>
        {
            var id = row.GetGuid(0);
            _placeholders.Add(id);
            Held.Make(byId[id]);
            if (_expected.TryGetValue(new ProfileId(id), out var expected))
            {
                _foreseen.Add(id, expected);
            }
        }));
    }

    private Statement Components(HashSet<Guid> ids, Dictionary<Guid, GraphNode> found) =>
        database.Sql(ComponentsSql).Add(ids).Each(row => found[row.GetGuid(0)] = IdentityRows.ReadNode(row));

    /// <summary>Row locks in ascending order: one statement where all rows are in one place, one for each where they are spread over nodes.</summary>
    private IEnumerable<Statement> Lock(IEnumerable<Guid> components, Dictionary<Guid, ComponentHold> asked, string sql, string wait)
    {
        Guid[] ascending = [.. components.Order()];
        return database.IsDistributed
            ? ascending.Select(component => database.Sql(LockOneSql + wait).Add(component).Each(row => marks.Read(row, asked)))
            : [database.Sql(sql + wait).Add(ascending).Each(row => marks.Read(row, asked))];
    }
}
