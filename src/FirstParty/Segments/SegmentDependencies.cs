using System.Collections.Frozen;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments;

/// <summary>Which segments a new fact can touch, references followed: so that an event re-evaluates a few rules and not all. Immutable.</summary>
public sealed class SegmentDependencies
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _byEvent;
    private readonly FrozenDictionary<string, FrozenSet<string>> _named;
    private readonly FrozenDictionary<string, FrozenSet<string>> _byTrait;
    private readonly FrozenDictionary<string, FrozenSet<string>> _byPurpose;

    internal SegmentDependencies(IReadOnlyList<SegmentDefinition> ordered)
    {
        var facts = new Dictionary<string, RuleFacts>(StringComparer.Ordinal);
        var index = new Index();
        foreach (var definition in ordered)
        {
            var own = RuleFacts.Of(definition);
            own.Add(own.Segments.Select(id => facts[id]).ToList());
            facts[definition.Id] = own;
            index.Add(definition, own);
        }

        (_byEvent, _byTrait, _byPurpose) = (Index.Freeze(index.ByEvent), Index.Freeze(index.ByTrait), Index.Freeze(index.ByPurpose));
        AnyEvent = index.AnyEvent.ToFrozenSet(StringComparer.Ordinal);
        _named = _byEvent.ToFrozenDictionary(
            entry => entry.Key, entry => entry.Value.Union(AnyEvent).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        Clock = index.Clock.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The segments that an event of any name can touch.</summary>
    public IReadOnlySet<string> AnyEvent { get; }

    /// <summary>The segments whose membership can change with the clock alone.</summary>
    public IReadOnlySet<string> Clock { get; }

    /// <summary>The segments that an event of a name can touch, those of <see cref="AnyEvent"/> not included.</summary>
    public IReadOnlySet<string> OfEvent(string name) => _byEvent.GetValueOrDefault(name, FrozenSet<string>.Empty);

    /// <summary>The segments that an event of a name can touch, those of <see cref="AnyEvent"/> included.</summary>
    internal IReadOnlySet<string> OfNamed(string name) => _named.TryGetValue(name, out var touched) ? touched : AnyEvent;

    /// <summary>The segments that a change of a trait can touch.</summary>
    public IReadOnlySet<string> OfTrait(string name) => _byTrait.GetValueOrDefault(name, FrozenSet<string>.Empty);

    /// <summary>The segments that a change of consent for a purpose can touch: those for the purpose, and those with a leaf on it.</summary>
    public IReadOnlySet<string> OfPurpose(string purpose) => _byPurpose.GetValueOrDefault(purpose, FrozenSet<string>.Empty);

    /// <summary>Everything that new events and changed traits of a person can touch.</summary>
    public IReadOnlySet<string> Of(IEnumerable<string> events, IEnumerable<string> traits)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(traits);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in events)
        {
            touched.UnionWith(OfEvent(name));
            touched.UnionWith(AnyEvent);
        }

        foreach (var name in traits)
        {
            touched.UnionWith(OfTrait(name));
        }

        return touched;
    }

    /// <summary>Everything that must be evaluated upon new events and changed traits so that the next flip of a person stays right: what they
    /// touch, and what depends on the clock.</summary>
    public IReadOnlySet<string> ToEvaluate(IEnumerable<string> events, IEnumerable<string> traits)
    {
        var touched = new HashSet<string>(Of(events, traits), StringComparer.Ordinal);
        touched.UnionWith(Clock);
        return touched;
    }

    private sealed class Index
    {
        public Dictionary<string, HashSet<string>> ByEvent { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, HashSet<string>> ByTrait { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, HashSet<string>> ByPurpose { get; } = new(StringComparer.Ordinal);

        public HashSet<string> AnyEvent { get; } = [];

        public HashSet<string> Clock { get; } = [];

        public static FrozenDictionary<string, FrozenSet<string>> Freeze(Dictionary<string, HashSet<string>> index) =>
            index.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

        public void Add(SegmentDefinition definition, RuleFacts facts)
        {
            Add(ByEvent, facts.Events, definition.Id);
            Add(ByTrait, facts.Traits.SelectMany(AttributePath.Roots), definition.Id);
            Add(ByPurpose, facts.Purposes, definition.Id);
            _ = facts.AllEvents && AnyEvent.Add(definition.Id);
            _ = facts.DependsOnClock && Clock.Add(definition.Id);
        }

        private static void Add(Dictionary<string, HashSet<string>> index, IEnumerable<string> names, string segment)
        {
            foreach (var name in names)
            {
                if (!index.TryGetValue(name, out var segments))
                {
                    index[name] = segments = new HashSet<string>(StringComparer.Ordinal);
                }

                segments.Add(segment);
            }
        }
    }
}
