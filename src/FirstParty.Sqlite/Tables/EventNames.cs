using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The names of events. A name may hold personal data when the taxonomy takes any, so it goes with the last event that bears it.</summary>
internal sealed class EventNames(Database database)
{
    private const string Count = "UPDATE event_names SET uses = uses + ? WHERE id = ? RETURNING uses";
    private const string Remove = "DELETE FROM event_names WHERE id = ?";

    private readonly NameTable _names = new(database, "event_names");
    private readonly Dictionary<long, long> _changes = [];

    public string TextOf(long id) => _names.TextOf(id);

    /// <summary>The name's number for one more event; <see cref="Flush"/> writes the counts.</summary>
    public long Use(string name)
    {
        var id = _names.IdOf(name);
        _changes[id] = _changes.GetValueOrDefault(id) + 1;
        return id;
    }

    /// <summary>One event fewer bears it.</summary>
    public void Drop(long id) => _changes[id] = _changes.GetValueOrDefault(id) - 1;

    public void Flush()
    {
        var removed = false;
        foreach (var (id, change) in _changes)
        {
            if (change != 0 && database.Prepare(Count).Bind(change).Bind(id).Scalar() is 0)
            {
                database.Prepare(Remove).Bind(id).Run();
                removed = true;
            }
        }

        _changes.Clear();
        if (removed)
        {
            _names.Forget();
        }
    }

    public void Forget()
    {
        _changes.Clear();
        _names.Forget();
    }
}
