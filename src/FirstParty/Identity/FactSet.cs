namespace FirstParty.Identity;

/// <summary>Living facts by kind: each once, and none that a retraction names.</summary>
internal sealed class FactSet
{
    public List<EventAssertion> Events { get; } = [];

    public List<AliasAssertion> Aliases { get; } = [];

    public List<SeparateAssertion> Separations { get; } = [];

    public List<EraseAssertion> Erasures { get; } = [];

    /// <summary>The latest instant as of which ties expire, or null.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    public static FactSet Of(IEnumerable<IdentityAssertion> facts)
    {
        var once = new Dictionary<FactId, IdentityAssertion>();
        var retracted = new HashSet<FactId>();
        foreach (var fact in facts)
        {
            if (once.TryAdd(fact.Id, fact) && fact is RetractAssertion retraction)
            {
                retracted.UnionWith(retraction.Targets);
            }
        }

        var set = new FactSet();
        foreach (var fact in once.Values)
        {
            if (retracted.Count == 0 || !retracted.Contains(fact.Id))
            {
                set.Add(fact);
            }
        }

        return set;
    }

    private void Add(IdentityAssertion fact)
    {
        switch (fact)
        {
            case EventAssertion named: Events.Add(named); break;
            case LinkAssertion link: Events.Add(link.AsEvent()); break;
            case AliasAssertion alias: Aliases.Add(alias); break;
            case SeparateAssertion separation: Separations.Add(separation); break;
            case EraseAssertion erasure: Erasures.Add(erasure); break;
            case ExpireAssertion expiry: AsOf = AsOf > expiry.AsOf ? AsOf : expiry.AsOf; break;
            default: break; // A retraction has said all it has to say, and a suggestion merges nobody.
        }
    }
}
