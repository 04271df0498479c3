using System.Collections;
using System.Collections.Frozen;

namespace FirstParty.Consent;

/// <summary>
/// The purposes that a platform knows, checked and frozen. Enumerates in the order given. Immutable and safe for concurrent use.
/// </summary>
public sealed class PurposeRegistry : IReadOnlyCollection<Purpose>
{
    /// <summary>The most purposes that a registry takes.</summary>
    public const int MaxPurposes = 1_000;

    private readonly Purpose[] _purposes;
    private readonly FrozenDictionary<string, int> _indexes;

    /// <summary>A registry of these purposes.</summary>
    /// <exception cref="ArgumentException">What <see cref="Check"/> found, all of it.</exception>
    public PurposeRegistry(IEnumerable<Purpose> purposes)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        _purposes = purposes.ToArray();
        var mistakes = Check(_purposes);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, mistakes), nameof(purposes));
        }

        _indexes = _purposes.Select((purpose, index) => (purpose.Id, index)).ToFrozenDictionary(p => p.Id, p => p.index, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public int Count => _purposes.Length;

    /// <summary>The purpose with an id.</summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public Purpose this[string id] => _purposes[IndexOf(id)];

    /// <summary>Everything that is wrong with a set of purposes, a sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyCollection<Purpose> purposes) => PurposeChecks.Check(purposes);

    /// <summary>The purpose with an id, or null.</summary>
    public Purpose? Find(string id) => _indexes.TryGetValue(id, out var index) ? _purposes[index] : null;

    /// <inheritdoc />
    public IEnumerator<Purpose> GetEnumerator() => ((IEnumerable<Purpose>)_purposes).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Purpose At(int index) => _purposes[index];

    internal int IndexOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _indexes.TryGetValue(id, out var index)
            ? index
            : throw new ArgumentException($"No purpose '{id}' is registered. Known: {string.Join(", ", _purposes.Select(p => p.Id))}.", nameof(id));
    }
}
