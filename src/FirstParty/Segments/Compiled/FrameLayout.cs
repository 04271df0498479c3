using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Which traits, purposes and selections of events the rules of a set use, each with its number. Filled while compiling.</summary>
internal sealed class FrameLayout
{
    private readonly Dictionary<string, int> _traits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _purposes = new(StringComparer.Ordinal);
    private readonly Dictionary<ColumnPlan, int> _columns = [];
    private readonly List<List<string>> _properties = []; // Of each column.
    private readonly List<List<string>> _zones = [];
    private readonly HashSet<int> _whole = [];

    public List<TraitPlan> Traits { get; } = [];

    public List<string> Purposes { get; } = [];

    public List<ColumnPlan> Columns { get; } = [];

    /// <summary>The properties that are asked of a selection, by their numbers.</summary>
    public IReadOnlyList<string> PropertiesOf(int column) => _properties[column];

    /// <summary>Whether the events of a selection are themselves looked at, not only their times and what is computed from them.</summary>
    public bool IsWhole(int column) => _whole.Contains(column);

    public void Keep(int column) => _whole.Add(column);

    public int Trait(string name) => Number(_traits, name, () => Traits.Add(new TraitPlan(name)));

    public int Purpose(string name) => Number(_purposes, name, () => Purposes.Add(name));

    public int Column(ValueList<string>? names, SegmentRule? where) =>
        new ColumnPlan(names, where) is var plan ? Number(_columns, plan, () => Add(plan)) : 0;

    public int Property(int column, string name) => NumberWithin(_properties[column], name);

    public int Zone(int column, string name) => NumberWithin(_zones[column], name);

    private void Add(ColumnPlan plan)
    {
        Columns.Add(plan);
        _properties.Add([]);
        _zones.Add([]);
    }

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

    private static int NumberWithin(List<string> names, string name)
    {
        if (names.IndexOf(name) is var number and >= 0)
        {
            return number;
        }

        names.Add(name);
        return names.Count - 1;
    }
}
