using System.Diagnostics.CodeAnalysis;

namespace FirstParty.Sqlite.Tables;

/// <summary>
/// What was used lately: two generations, of which the older is dropped when the younger is full and nothing in it was used since.
/// </summary>
internal sealed class Remembered<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : class
{
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        _young[key] = value;
        return true;
    }

    public TValue Set(TKey key, TValue value) => _young[key] = value;

    public void Remove(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }

    /// <summary>Drops the older generation when the younger is full.</summary>
    public void Trim()
    {
        if (_young.Count >= most)
        {
            (_old, _young) = (_young, []);
        }
    }

    public void Clear()
    {
        _young = [];
        _old = [];
    }
}
