using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Which traits, purposes and selections of events the rules of a set use, each with its number. Filled while compiling.</summary>
internal sealed class FrameLayout
{
    private readonly Dictionary<string, int> _traits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _purposes = new(StringComparer.Ordinal);
    private readonly Dictionary<ColumnPlan, int> _columns = [];
    private readonly Dictionary<(int Column, string Name), int> _properties = [];
    private readonly Dictionary<(int Column, string Zone), int> _zones = [];
    private readonly HashSet<int> _whole = [];

    public List<TraitPlan> Traits { get; } = [];

    public List<string> Purposes { get; } = [];

    public List<ColumnPlan> Columns { get; } = [];

    /// <summary>The properties that are asked of a selection, by their numbers.</summary>
    public IEnumerable<(string Name, int Number)> PropertiesOf(int column) =>
        _properties.Where(property => property.Key.Column == column).Select(property => (property.Key.Name, property.Value));

    /// <summary>Whether the events of a selection are themselves looked at, not only their times and what is computed from them.</summary>
    public bool IsWhole(int column) => _whole.Contains(column);

    public void Keep(int column) => _whole.Add(column);

    public int Trait(string name) => Number(_traits, name, () => Traits.Add(new TraitPlan(name)));

    public int Purpose(string name) => Number(_purposes, name, () => Purposes.Add(name));

    public int Column(ValueList<string>? names, SegmentRule? where) =>
        new ColumnPlan(names, where) is var plan ? Number(_columns, plan, () => Columns.Add(plan)) : 0;

    public int Property(int column, string name) => NumberWithin(_properties, (column, name), column);

    public int Zone(int column, string name) => NumberWithin(_zones, (column, name), column);

    private static int Number<T>(Dictionary<T, int> numbers, T key, Action add)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = numbers.Count;
            add();
        }

        return number;
    }

    private static int NumberWithin(Dictionary<(int Column, string Name), int> numbers, (int Column, string Name) key, int column)
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = numbers.Keys.Count(other => other.Column == column);
        }

        return number;
    }
}
