namespace FirstParty.Segments.Sql;

/// <summary>Numbers for names, handed out in the order they are first asked for.</summary>
internal sealed class Slots<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = [];

    public int Count => _numbers.Count;

    public IEnumerable<KeyValuePair<T, int>> All => _numbers;

    public int this[T name]
    {
        get
        {
            if (!_numbers.TryGetValue(name, out var number))
            {
                _numbers[name] = number = _numbers.Count;
            }

            return number;
        }
    }

    public int? Find(T name) => _numbers.TryGetValue(name, out var number) ? number : null;
}
