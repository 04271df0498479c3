using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Takes events out of their anchors' chains, to erase them or to hang them into another.</summary>
internal sealed class EventChains(Database database, NameTable names, EventNames eventNames, AnchorTable anchors, EventKeys keys)
{
    private const string ReadSql = "SELECT anchor, name, identifiers FROM events WHERE id = ?";
    private const string PreviousSql = "SELECT prev FROM events WHERE id = ?";
    private const string RelinkSql = "UPDATE events SET prev = ? WHERE id = ?";
    private const string RemoveSql = "DELETE FROM events WHERE id = ?";
    private const string MoveSql = "UPDATE events SET anchor = ?, prev = ?, identifiers = ? WHERE id = ?";

    /// <summary>Erases events, their keys, and whatever only they bore: names and anchors.</summary>
    /// <returns>How many were there.</returns>
    public int Erase(IEnumerable<FactId> events)
    {
        var rows = Find(events);
        Unlink(rows);
        foreach (var row in rows)
        {
            database.Prepare(RemoveSql).Bind(row.Id).Run();
            keys.Remove(row.Source, row.Key, row.Id);
            eventNames.Drop(row.Name);
        }

        return rows.Count;
    }

    /// <summary>Hangs events into other anchors' chains.</summary>
    public void Reanchor(IReadOnlyDictionary<FactId, Identifier> targets)
    {
        var rows = Find(targets.Keys);
        Unlink(rows);
        foreach (var row in rows)
        {
            var target = targets[new FactId(names.TextOf(row.Source), row.Key)];
            var identifiers = IdentifierList.Read(row.Identifiers, row.Anchor.Identifier, names);
            var anchor = anchors.Get(target);
            database.Prepare(MoveSql)
                .Bind(anchor.Id)
                .Bind(anchor.Head == 0 ? null : anchor.Head)
                .BindUnlessEmpty(IdentifierList.Write(identifiers, target, names))
                .Bind(row.Id)
                .Run();
            anchors.Add(anchor, row.Id);
        }
    }

    private List<Row> Find(IEnumerable<FactId> events)
    {
        var rows = new List<Row>();
        foreach (var fact in events.Distinct())
        {
            if (names.Find(fact.Source) is { } source && keys.Find(source, fact.Key) is { } id)
            {
                var row = database.Prepare(ReadSql).Bind(id);
                if (!row.Step())
                {
                    throw Binary.Malformed();
                }

                var (anchor, name, identifiers) = (row.Int64(0), row.Int64(1), row.Bytes(2).ToArray());
                row.Reset();
                rows.Add(new Row(id, source, fact.Key, anchors.Read(anchor), name, identifiers));
            }
        }

        return rows;
    }

    private void Unlink(List<Row> rows)
    {
        foreach (var chain in rows.GroupBy(row => row.Anchor))
        {
            anchors.Reduce(chain.Key, chain.Count());
            Unlink(chain.Key, [.. chain.Select(row => row.Id)]);
        }
    }

    /// <summary>Walks one chain from its newest event and joins what is left, until all of the given rows are out.</summary>
    private void Unlink(Anchor anchor, HashSet<long> rows)
    {
        long? kept = null;
        var gap = false;
        long? next = anchor.Head;
        while (next is { } id && (rows.Count > 0 || gap))
        {
            var previous = database.Prepare(PreviousSql).Bind(id).Scalar();
            if (rows.Remove(id))
            {
                gap = true;
            }
            else
            {
                Join(anchor, kept, id, gap);
                (kept, gap) = (id, false);
            }

            next = previous;
        }

        Join(anchor, kept, next, gap);
    }

    private void Join(Anchor anchor, long? newer, long? older, bool gap)
    {
        if (!gap)
        {
            return;
        }

        if (newer is { } row)
        {
            database.Prepare(RelinkSql).Bind(older).Bind(row).Run();
        }
        else
        {
            anchors.Move(anchor, older ?? 0);
        }
    }

    private sealed record Row(long Id, long Source, UInt128 Key, Anchor Anchor, long Name, byte[] Identifiers);
}
