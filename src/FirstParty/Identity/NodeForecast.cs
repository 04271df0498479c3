using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// What the nodes of identifiers that nobody knew will most likely come to, so that a back end that has to write them before they are resolved need not
/// write them twice. A guess about the plain case, people who are always named together: what resolution makes of them counts.
/// </summary>
internal sealed class NodeForecast(IdentityRules rules)
{
    private readonly RuleBook _book = RuleBook.Of(rules);
    private readonly List<(ImmutableArray<Identifier> People, DateTimeOffset At)> _named = [];

    /// <summary>Adds what an event says.</summary>
    /// <param name="people">The people it names, strongest first.</param>
    /// <param name="at">When it happened. UTC.</param>
    public void Add(ImmutableArray<Identifier> people, DateTimeOffset at) => _named.Add((people, at));

    /// <summary>The nodes of those for whom a guess is possible.</summary>
    public IReadOnlyDictionary<ProfileId, GraphNode> Nodes()
    {
        var companyOf = new Dictionary<ProfileId, Company>(_named.Sum(named => named.People.Length));
        var companies = new List<Company>(_named.Count);
        foreach (var (people, at) in _named)
        {
            if (!people.IsEmpty)
            {
                Add(people, at, companyOf, companies);
            }
        }

        var nodes = new Dictionary<ProfileId, GraphNode>(companyOf.Count);
        foreach (var company in companies)
        {
            if (!company.IsMixed && !Derives(company.People))
            {
                Add(company, nodes);
            }
        }

        return nodes;
    }

    private static void Add(ImmutableArray<Identifier> people, DateTimeOffset at, Dictionary<ProfileId, Company> companyOf, List<Company> companies)
    {
        var company = companyOf.GetValueOrDefault(ProfileId.Of(people[0]));
        if (company is null || !company.People.AsSpan().SequenceEqual(people.AsSpan()))
        {
            companies.Add(company = new Company(people));
        }

        company.FirstMet = at < company.FirstMet ? at : company.FirstMet;
        foreach (var id in company.Ids)
        {
            if (!companyOf.TryAdd(id, company) && companyOf[id] is var other && other != company)
            {
                (other.IsMixed, company.IsMixed) = (true, true);
            }
        }
    }

    private void Add(Company company, Dictionary<ProfileId, GraphNode> nodes)
    {
        var (people, ids) = (company.People, company.Ids);
        var (owner, component) = (SignedIn(people), company.Component);
        for (var i = 0; i < ids.Length; i++)
        {
            var entry = _book.Entry(people[i]);
            nodes[ids[i]] = new GraphNode
            {
                Identifier = people[i],
                Id = ids[i],
                FirstSeen = company.FirstMet,
                Component = component,
                Profile = ids[0],
                FanOut = _book.Entry(people[0]).Rule.Priority < entry.Rule.Priority ? 1 : 0,
                Owner = entry.IsDevice && owner >= 0 && owner != i ? ids[owner] : null,
            };
        }
    }

    private bool Derives(ImmutableArray<Identifier> people)
    {
        foreach (var person in people)
        {
            if (_book.Entry(person).Rule.Derives is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The place of the strongest unique identifier; negative when there is none.</summary>
    private int SignedIn(ImmutableArray<Identifier> people)
    {
        for (var i = 0; i < people.Length; i++)
        {
            if (_book.Entry(people[i]).Rule.Unique)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>People whom events name together.</summary>
    private sealed class Company(ImmutableArray<Identifier> people)
    {
        public ImmutableArray<Identifier> People => people;

        public ProfileId[] Ids { get; } = IdsOf(people);

        public ProfileId Component => LeastOf(Ids);

        public DateTimeOffset FirstMet { get; set; } = DateTimeOffset.MaxValue;

        /// <summary>Whether some event names one of them without the others, or with more.</summary>
        public bool IsMixed { get; set; }

        private static ProfileId[] IdsOf(ImmutableArray<Identifier> people)
        {
            var ids = new ProfileId[people.Length];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = ProfileId.Of(people[i]);
            }

            return ids;
        }

        private static ProfileId LeastOf(ProfileId[] ids)
        {
            var least = ids[0];
            foreach (var id in ids)
            {
                least = id < least ? id : least;
            }

            return least;
        }
    }
}
