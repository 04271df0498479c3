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
internal sealed class ComponentLocks(Database database, WantedLocks wanted, bool isNeeded)
{
    private const int MostRounds = 5;
    private const string ComponentsSql = $"SELECT {IdentityRows.NodeColumns} FROM firstparty.identity_nodes WHERE id = ANY($1)";
    private const string LockOfSql =
        "SELECT id FROM firstparty.identity_nodes WHERE id = ANY(ARRAY(SELECT component FROM firstparty.identity_nodes WHERE id = ANY($1))) "
        + "ORDER BY id FOR UPDATE";

    private const string LockSql = "SELECT id FROM firstparty.identity_nodes WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    private const string LockOneSql = "SELECT id FROM firstparty.identity_nodes WHERE id = $1 FOR UPDATE";
    private const string NoWait = " NOWAIT";
    private const string SavepointSql = "SAVEPOINT held";
    private const string RollbackSql = "ROLLBACK TO SAVEPOINT held";
    private const string ForgetSql = "DELETE FROM firstparty.identity_nodes WHERE id = ANY($1)";
    private const string BoundedWaitSql = "SET LOCAL lock_timeout = '100ms'";
    private const string UnboundedWaitSql = "SET LOCAL lock_timeout = 0";

    private readonly HashSet<Guid> _covered = [];
    private readonly HashSet<Guid> _components = [];
    private readonly HashSet<Guid> _placeholders = [];

    /// <summary>Whether other sessions may write: false of a session that only reads or that writes alone.</summary>
    public bool AreNeeded => isNeeded;

    /// <summary>What is known of the held components.</summary>
    public HeldGraph Held { get; } = new();

    /// <summary>The statement that takes back the nodes that only stood in for identifiers; null when all of them became real.</summary>
    public Statement? Cleaning => _placeholders.Count == 0 ? null : database.Sql(ForgetSql).Add(_placeholders);

    /// <summary>Holds the components of identifiers, making nodes for those that are new.</summary>
    /// <returns>Whether another session may have changed what was read before.</returns>
    public async ValueTask<bool> HoldAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken)
    {
        var nodes = isNeeded ? identifiers.Select(GraphNode.Alone).Where(node => !_covered.Contains(node.Id.Value)).ToList() : [];
        if (nodes.Count == 0)
        {
            return false;
        }

        nodes.Sort((left, right) => left.Id.CompareTo(right.Id));
        return await HoldAsync(nodes, [.. nodes.Select(node => node.Id.Value)], cancellationToken).ConfigureAwait(false);
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
    public bool Holds(ProfileId component) => _components.Contains(component.Value);

    /// <summary>Notes nodes that this session wrote: nobody else can lock their rows now.</summary>
    public void Wrote(GraphChange change)
    {
        if (isNeeded)
        {
            Held.Follow(change);
        }

        foreach (var node in change.Nodes)
        {
            _placeholders.Remove(node.Id.Value);
            if (isNeeded)
            {
                _covered.Add(node.Id.Value);
                _components.Add(node.Component.Value);
            }
        }
    }

    private ValueTask<bool> HoldAsync(IReadOnlyList<GraphNode> nodes, HashSet<Guid> ids, CancellationToken cancellationToken) =>
        _components.Count == 0 ? WaitAsync(nodes, ids, cancellationToken) : TryAsync(nodes, ids, cancellationToken);

    /// <summary>The first time: waits for whoever is before us.</summary>
    private async ValueTask<bool> WaitAsync(IReadOnlyList<GraphNode> nodes, HashSet<Guid> ids, CancellationToken cancellationToken)
    {
        ids.UnionWith(wanted.Take());
        await database.RunAsync([.. Insert(nodes), database.Sql(SavepointSql)], cancellationToken).ConfigureAwait(false);
        ids.ExceptWith(_placeholders);
        GraphNode[] old = [.. nodes.Where(node => !_placeholders.Contains(node.Id.Value))];
        for (var round = 0; round < MostRounds; round++)
        {
            var (asked, now) = (new HashSet<Guid>(), new Dictionary<Guid, GraphNode>());
            await LockAsync(ids, asked, now, cancellationToken).ConfigureAwait(false);
            if (old.All(node => now.ContainsKey(node.Id.Value)) && now.Values.All(node => asked.Contains(node.Component.Value)))
            {
                Take(asked, now.Values);
                Take(_placeholders, []);
                return true;
            }

            await database.RunAsync(database.Sql(RollbackSql), cancellationToken).ConfigureAwait(false);
        }

        throw Conflict(ids);
    }

    /// <summary>Locks the components that nodes are in, as far as is known before, and reads the nodes once they are locked.</summary>
    private async ValueTask LockAsync(HashSet<Guid> ids, HashSet<Guid> asked, Dictionary<Guid, GraphNode> now, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        if (!database.IsDistributed)
        {
            var lockAll = database.Sql(LockOfSql).Add(ids).Each(row => asked.Add(row.GetGuid(0)));
            await database.RunAsync([lockAll, Components(ids, now)], cancellationToken).ConfigureAwait(false);
            return;
        }

        await database.RunAsync(Components(ids, now), cancellationToken).ConfigureAwait(false);
        asked.UnionWith(now.Values.Select(node => node.Component.Value));
        now.Clear();
        await database.RunAsync([.. Lock(asked, LockSql, ""), Components(ids, now)], cancellationToken).ConfigureAwait(false);
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
                await database.RunAsync(
                    [database.Sql(BoundedWaitSql), .. Insert(missing), database.Sql(UnboundedWaitSql), Components(ids, found)], cancellationToken)
                    .ConfigureAwait(false);
            }

            var asked = found.Values.Select(node => node.Component.Value).Where(component => !_components.Contains(component)).ToHashSet();
            if (asked.Count > 0)
            {
                found.Clear();
                await database.RunAsync([.. Lock(asked, LockSql, NoWait), Components(ids, found)], cancellationToken).ConfigureAwait(false);
            }

            if (found.Values.Any(node => !asked.Contains(node.Component.Value) && !Holds(node.Component)))
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

    private void Take(IEnumerable<Guid> components, IReadOnlyCollection<GraphNode> nodes)
    {
        _components.UnionWith(components);
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
        return IdentityRows.Placeholders.Of(database, nodes).Select(insert => insert.Each(row =>
        {
            _placeholders.Add(row.GetGuid(0));
            Held.Make(byId[row.GetGuid(0)]);
        }));
    }

    private Statement Components(HashSet<Guid> ids, Dictionary<Guid, GraphNode> found) =>
        database.Sql(ComponentsSql).Add(ids).Each(row => found[row.GetGuid(0)] = IdentityRows.ReadNode(row));

    /// <summary>Row locks in ascending order: one statement where all rows are in one place, one for each where they are spread over nodes.</summary>
    private IEnumerable<Statement> Lock(IEnumerable<Guid> components, string sql, string wait)
    {
        Guid[] ascending = [.. components.Order()];
        return database.IsDistributed
            ? ascending.Select(component => database.Sql(LockOneSql + wait).Add(component).Ignored())
            : [database.Sql(sql + wait).Add(ascending).Ignored()];
    }
}
