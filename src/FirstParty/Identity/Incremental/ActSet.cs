namespace FirstParty.Identity.Incremental;

/// <summary>The acts that a run knows of, and which of them still stand.</summary>
internal sealed class ActSet(RuleBook book)
{
    private readonly Dictionary<FactId, IdentityAct> _acts = [];
    private readonly HashSet<FactId> _retracted = [];
    private readonly Dictionary<FactId, HashSet<ProfileId>> _namedByRetracted = [];
    private AliasClasses? _aliases;
    private Expiry? _expiry;

    public bool IsEmpty => _acts.Count == 0;

    public AliasClasses Aliases => _aliases ??= new AliasClasses(book, Living.OfType<AliasAssertion>());

    public IEnumerable<IdentityAct> Living => _acts.Values.Where(act => act is not RetractAssertion && !_retracted.Contains(act.Id));

    /// <summary>The living act of expiry with the latest instant, the smallest id of equal ones; null when there is none.</summary>
    public ExpireAssertion? LastExpiry => book.MayExpire
        ? Living.OfType<ExpireAssertion>().OrderByDescending(act => act.AsOf).ThenBy(act => act.Id).FirstOrDefault()
        : null;

    public Expiry Expiry => _expiry ??= Expiry.Of(book, LastExpiry?.AsOf);

    public bool IsRetracted(FactId fact) => _retracted.Contains(fact);

    public IdentityAct? Find(FactId fact) => _acts.GetValueOrDefault(fact);

    public bool Add(IdentityAct act)
    {
        if (!_acts.TryAdd(act.Id, act))
        {
            return false;
        }

        if (act is RetractAssertion retraction)
        {
            _retracted.UnionWith(retraction.Targets);
        }

        (_aliases, _expiry) = (null, null);
        return true;
    }

    /// <summary>The members of the alias classes that these identifiers are in; those in none are left out.</summary>
    public IEnumerable<Identifier> AliasesOf(IEnumerable<Identifier> identifiers)
    {
        var classes = identifiers.Select(Aliases.ClassOf).ToHashSet();
        return Aliases.Members.Where(member => classes.Contains(Aliases.ClassOf(member)));
    }

    /// <summary>The identifiers that an act names, normalised; none of an erasure or a retraction.</summary>
    public IEnumerable<Identifier> Named(IdentityAct act) => Accepted(act switch
    {
        LinkAssertion link => link.Identifiers,
        AliasAssertion alias => [alias.From, alias.To],
        SeparateAssertion separation => [separation.First, separation.Second],
        SuggestAssertion suggestion => [suggestion.First, suggestion.Second],
        _ => [],
    });

    /// <summary>Notes whom a fact named that is taken back, so that its retraction is found by them.</summary>
    public void NoteRetracted(FactId fact, IEnumerable<Identifier> named)
    {
        if (!_namedByRetracted.TryGetValue(fact, out var ids))
        {
            _namedByRetracted[fact] = ids = [];
        }

        ids.UnionWith(named.Select(ProfileId.Of));
    }

    /// <summary>The retractions that were known before and take back one of these facts.</summary>
    public IEnumerable<RetractAssertion> RetractionsOf(IReadOnlySet<FactId> facts) =>
        _acts.Values.OfType<RetractAssertion>().Where(retraction => retraction.Targets.Any(facts.Contains));

    /// <summary>The act with the keys by which it is found again.</summary>
    public StoredAct Store(IdentityAct act) => new(act, act switch
    {
        EraseAssertion erasure => [.. erasure.Targets.Distinct().Order()],
        RetractAssertion retraction => [.. retraction.Targets.SelectMany(target => _namedByRetracted.GetValueOrDefault(target, [])).Distinct().Order()],
        _ => [.. Named(act).Select(ProfileId.Of).Order()],
    });

    public IEnumerable<Identifier> Accepted(IEnumerable<Identifier> identifiers) => identifiers
        .Select(book.Accept)
        .Where(accepted => accepted.Refusal == IdentifierRefusal.None)
        .Select(accepted => accepted.Identifier)
        .Distinct();
}
