using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>
/// Texts that many rows share, as small numbers. What one connection has looked up it remembers: a number never comes to stand for another text, and
/// <see cref="Forget"/> drops what an undone transaction had added.
/// </summary>
internal sealed class NameTable(Database database, string table)
{
    private const int MostRemembered = 20_000;

    private readonly string _find = $"SELECT id FROM {table} WHERE text = ?";
    private readonly string _read = $"SELECT text FROM {table} WHERE id = ?";
    private readonly string _add = $"INSERT INTO {table} (text) VALUES (?) RETURNING id";
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _texts = [];

    /// <summary>The text's number, or null when no row bears it.</summary>
    public long? Find(string text)
    {
        if (_ids.TryGetValue(text, out var known))
        {
            return known;
        }

        return database.Prepare(_find).Bind(text).Scalar() is { } found ? Remember(found, text) : null;
    }

    /// <summary>The text's number; a new one is given where there is none.</summary>
    public long IdOf(string text) => Find(text) ?? Remember(database.Prepare(_add).Bind(text).Scalar()!.Value, text);

    /// <summary>The text of a number that some row bears.</summary>
    public string TextOf(long id)
    {
        if (_texts.TryGetValue(id, out var known))
        {
            return known;
        }

        var statement = database.Prepare(_read).Bind(id);
        if (!statement.Step())
        {
            throw Binary.Malformed();
        }

        var text = statement.Text(0);
        statement.Reset();
        Remember(id, text);
        return text;
    }

    public void Forget()
    {
        _ids.Clear();
        _texts.Clear();
    }

    private long Remember(long id, string text)
    {
        if (_texts.Count >= MostRemembered)
        {
            Forget();
        }

        _ids[text] = id;
        _texts[id] = text;
        return id;
    }
}
