using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The anchors of one connection's transaction. Heads that move are written by <see cref="Flush"/>, once each.</summary>
/// <param name="database">The connection.</param>
/// <param name="names">The namespaces.</param>
/// <param name="mostNews">How many anchors that moved lately are kept apart before they are brought in with all others.</param>
internal sealed class AnchorTable(Database database, NameTable names, int mostNews)
{
    private const int MostRemembered = 200_000;
    private const int MergeSpeed = 2;
    private const int LeastMerge = 16;
    private const string Heads = "JOIN anchor_heads h ON h.anchor = a.id LEFT JOIN anchor_news n ON n.anchor = a.id";
    private const string OrMove = "ON CONFLICT (anchor) DO UPDATE SET head = excluded.head, events = excluded.events";
    private const string FindSql = $"SELECT a.id, coalesce(n.head, h.head), coalesce(n.events, h.events) FROM anchors a {Heads} WHERE a.namespace = ? AND a.value = ?";
    private const string ReadSql = $"SELECT a.namespace, a.value, coalesce(n.head, h.head), coalesce(n.events, h.events) FROM anchors a {Heads} WHERE a.id = ?";
    private const string LastSql = "SELECT max(id) FROM anchors";
    private const string AddSql = "INSERT INTO anchors (id, namespace, value) VALUES (?, ?, ?)";
    private const string RemoveSql = "DELETE FROM anchors WHERE id = ?";
    private const string SetHeadSql = $"INSERT INTO anchor_heads (anchor, head, events) VALUES (?, ?, ?) {OrMove}";
    private const string RemoveHeadSql = "DELETE FROM anchor_heads WHERE anchor = ?";
    private const string MoveSql = "UPDATE anchor_news SET head = ?, events = ? WHERE anchor = ?";
    private const string AddNewsSql = "INSERT INTO anchor_news (anchor, head, events) VALUES (?, ?, ?)";
    private const string NewsSql = "SELECT anchor FROM anchor_news";
    private const string RunSql = "SELECT anchor FROM anchor_news WHERE anchor > ? ORDER BY anchor LIMIT ?";
    private const string MergeSql =
        $"INSERT INTO anchor_heads (anchor, head, events) SELECT anchor, head, events FROM anchor_news WHERE anchor > ? AND anchor <= ? ORDER BY anchor {OrMove}";

    private const string RemoveNewsSql = "DELETE FROM anchor_news WHERE anchor = ?";
    private const string RemoveRunSql = "DELETE FROM anchor_news WHERE anchor > ? AND anchor <= ?";

    private readonly Remembered<Identifier, Anchor> _found = new(MostRemembered);
    private readonly Remembered<long, Anchor> _byId = new(MostRemembered);
    private readonly HashSet<Anchor> _moved = [];
    private long? _last;
    private HashSet<long>? _news;
    private long _mergedThrough;

    private HashSet<long> News => _news ??= ReadNews();

    /// <summary>The identifier's anchor, or null when no event is anchored there.</summary>
    public Anchor? Find(Identifier identifier)
    {
        if (_found.TryGet(identifier, out var anchor))
        {
            return anchor;
        }

        if (names.Find(identifier.Namespace) is not { } space)
        {
            return null;
        }

        var statement = database.Prepare(FindSql).Bind(space).Bind(identifier.Value);
        if (!statement.Step())
        {
            return null;
        }

        anchor = new Anchor(statement.Int64(0), identifier, statement.Int64(1), statement.Int64(2));
        statement.Reset();
        return Remember(anchor);
    }

    /// <summary>The identifier's anchor, made when there is none.</summary>
    public Anchor Get(Identifier identifier)
    {
        if (Find(identifier) is { } anchor)
        {
            return anchor;
        }

        _last = (_last ?? database.Prepare(LastSql).Scalar() ?? 0) + 1;
        return Remember(new Anchor(_last.Value, identifier, head: 0, events: 0) { IsNew = true });
    }

    /// <summary>The anchor of a number that some event bears.</summary>
    public Anchor Read(long id)
    {
        if (_byId.TryGet(id, out var anchor))
        {
            return anchor;
        }

        var statement = database.Prepare(ReadSql).Bind(id);
        if (!statement.Step())
        {
            throw Binary.Malformed();
        }

        var (space, value, head, events) = (statement.Int64(0), statement.Text(1), statement.Int64(2), statement.Int64(3));
        statement.Reset();
        return Remember(new Anchor(id, new Identifier(names.TextOf(space), value), head, events));
    }

    /// <summary>Makes a row the anchor's newest; 0 when it has none left, and then the anchor goes.</summary>
    public void Move(Anchor anchor, long head)
    {
        anchor.Head = head;
        _moved.Add(anchor);
    }

    /// <summary>Hangs a new row into the anchor's chain.</summary>
    public void Add(Anchor anchor, long row)
    {
        anchor.Events++;
        Move(anchor, row);
    }

    /// <summary>Notes that rows were taken out of the anchor's chain.</summary>
    public void Reduce(Anchor anchor, int rows)
    {
        anchor.Events -= rows;
        _moved.Add(anchor);
    }

    public void Flush()
    {
        var before = News.Count;
        foreach (var anchor in _moved.OrderBy(anchor => anchor.Id))
        {
            Write(anchor);
        }

        _moved.Clear();
        if (News.Count > mostNews)
        {
            Merge(Math.Max(LeastMerge, (News.Count - before) * MergeSpeed));
        }
    }

    /// <summary>Bounds what is remembered. Called where nobody holds an anchor, so that no two come to stand for the same row.</summary>
    public void Trim()
    {
        _found.Trim();
        _byId.Trim();
    }

    /// <summary>Forgets everything: heads may have moved, or been undone, before the next transaction.</summary>
    public void Forget()
    {
        _found.Clear();
        _byId.Clear();
        _moved.Clear();
        _last = null;
        _news = null;
        _mergedThrough = 0;
    }

    private void Write(Anchor anchor)
    {
        if (anchor.Head == 0)
        {
            database.Prepare(RemoveSql).Bind(anchor.Id).Run();
            database.Prepare(RemoveHeadSql).Bind(anchor.Id).Run();
            database.Prepare(RemoveNewsSql).Bind(anchor.Id).Run();
            News.Remove(anchor.Id);
            _found.Remove(anchor.Identifier);
            _byId.Remove(anchor.Id);
            return;
        }

        if (anchor.IsNew)
        {
            var space = names.IdOf(anchor.Identifier.Namespace);
            database.Prepare(AddSql).Bind(anchor.Id).Bind(space).Bind(anchor.Identifier.Value).Run();
            database.Prepare(SetHeadSql).Bind(anchor.Id).Bind(anchor.Head).Bind(anchor.Events).Run();
            anchor.IsNew = false;
        }
        else
        {
            var isNews = !News.Add(anchor.Id);
            _ = isNews
                ? database.Prepare(MoveSql).Bind(anchor.Head).Bind(anchor.Events).Bind(anchor.Id).Run()
                : database.Prepare(AddNewsSql).Bind(anchor.Id).Bind(anchor.Head).Bind(anchor.Events).Run();
        }
    }

    /// <summary>Brings the next anchors in order in with all others, going round and round.</summary>
    private void Merge(int count)
    {
        var (last, merged) = (_mergedThrough, 0);
        for (var row = database.Prepare(RunSql).Bind(_mergedThrough).Bind((long)count); row.Step(); merged++)
        {
            last = row.Int64(0);
            News.Remove(last);
        }

        database.Prepare(MergeSql).Bind(_mergedThrough).Bind(last).Run();
        database.Prepare(RemoveRunSql).Bind(_mergedThrough).Bind(last).Run();
        _mergedThrough = merged < count ? 0 : last;
    }

    private HashSet<long> ReadNews()
    {
        var news = new HashSet<long>();
        for (var row = database.Prepare(NewsSql); row.Step();)
        {
            news.Add(row.Int64(0));
        }

        return news;
    }

    /// <summary>One object stands for one row: what either cache still knows goes before what was just read.</summary>
    private Anchor Remember(Anchor read)
    {
        var anchor = _byId.TryGet(read.Id, out var known) || _found.TryGet(read.Identifier, out known) ? known : read;
        return _byId.Set(anchor.Id, _found.Set(anchor.Identifier, anchor));
    }
}
