using System.Runtime.InteropServices;

namespace FirstParty.Identity;

/// <summary>Identifiers, gathered in any order and given back ascending by their natural ids, each once.</summary>
internal sealed class AscendingIdentifiers(int capacity = 0)
{
    private readonly List<ProfileId> _ids = new(capacity);
    private readonly List<Identifier> _identifiers = new(capacity);

    public void Add(ProfileId id, Identifier identifier)
    {
        _ids.Add(id);
        _identifiers.Add(identifier);
    }

    public void AddRange(IEnumerable<Identifier> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            Add(ProfileId.Of(identifier), identifier);
        }
    }

    /// <summary>All of them; more may be added after.</summary>
    public IReadOnlyList<Identifier> Sort()
    {
        var ids = CollectionsMarshal.AsSpan(_ids);
        var identifiers = CollectionsMarshal.AsSpan(_identifiers);
        ids.Sort(identifiers);
        var next = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            if (i == 0 || ids[i] != ids[next - 1])
            {
                (ids[next], identifiers[next]) = (ids[i], identifiers[i]);
                next++;
            }
        }

        CollectionsMarshal.SetCount(_ids, next);
        CollectionsMarshal.SetCount(_identifiers, next);
        return _identifiers;
    }
}
