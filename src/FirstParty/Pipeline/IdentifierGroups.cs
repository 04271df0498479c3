using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>Identifiers that belong together, joined group by group.</summary>
internal sealed class IdentifierGroups
{
    private readonly Dictionary<Identifier, HashSet<Identifier>> _groups = [];

    /// <summary>The group of an identifier; at least the identifier itself.</summary>
    public IReadOnlyCollection<Identifier> Of(Identifier identifier) =>
        _groups.TryGetValue(identifier, out var group) ? group : [identifier];

    public void Join(IReadOnlyList<Identifier> identifiers)
    {
        var joined = new HashSet<Identifier>(identifiers);
        foreach (var identifier in identifiers)
        {
            joined.UnionWith(Of(identifier));
        }

        foreach (var identifier in joined)
        {
            _groups[identifier] = joined;
        }
    }
}
