using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// What the nodes of identifiers that nobody knew will most likely come to, so that a back end that has to write them before they are resolved need not
/// write them twice. A guess about the plain case, people who are always named together: what resolution makes of them counts.
/// </summary>
internal sealed class NodeForecast(IdentityRules rules)
{
    private readonly RuleBook _book = RuleBook.Of(rules);
    private readonly Dictionary<Identifier, Company> _companyOf = [];
    private readonly List<Company> _companies = [];

    /// <summary>Adds what an event says.</summary>
    /// <param name="people">The people it names, strongest first.</param>
    /// <param name="at">When it happened. UTC.</param>
    public void Add(ImmutableArray<Identifier> people, DateTimeOffset at)
    {
        if (people.IsEmpty)
        {
            return;
        }

        var company = _companyOf.GetValueOrDefault(people[0]);
        if (company is null || !company.People.AsSpan().SequenceEqual(people.AsSpan()))
        {
            _companies.Add(company = new Company(people));
        }

        company.FirstMet = at < company.FirstMet ? at : company.FirstMet;
        foreach (var person in people)
        {
            if (!_companyOf.TryAdd(person, company) && _companyOf[person] is var other && other != company)
            {
                (other.IsMixed, company.IsMixed) = (true, true);
            }
        }
    }

    /// <summary>The nodes of those for whom a guess is possible.</summary>
    public IReadOnlyDictionary<ProfileId, GraphNode> Nodes()
    {
        var nodes = new Dictionary<ProfileId, GraphNode>(_companyOf.Count);
        foreach (var company in _companies)
        {
            if (!company.IsMixed && !company.People.Any(person => _book.Derive(person) is not null))
            {
                Add(company, nodes);
            }
        }

        return nodes;
    }

    private void Add(Company company, Dictionary<ProfileId, GraphNode> nodes)
    {
        var people = company.People;
        var component = people.Min(ProfileId.Of);
        var owner = people.Where(person => _book.Entry(person).Rule.Unique).Select(person => (ProfileId?)ProfileId.Of(person)).FirstOrDefault();
        foreach (var person in people)
        {
            var (id, entry) = (ProfileId.Of(person), _book.Entry(person));
            nodes[id] = new GraphNode
            {
                Identifier = person,
                Id = id,
                FirstSeen = company.FirstMet,
                Component = component,
                Profile = ProfileId.Of(people[0]),
                FanOut = _book.Entry(people[0]).Rule.Priority < entry.Rule.Priority ? 1 : 0,
                Owner = entry.IsDevice && owner != id ? owner : null,
            };
        }
    }

    /// <summary>People whom events name together.</summary>
    private sealed class Company(ImmutableArray<Identifier> people)
    {
        public ImmutableArray<Identifier> People => people;

        public DateTimeOffset FirstMet { get; set; } = DateTimeOffset.MaxValue;

        /// <summary>Whether some event names one of them without the others, or with more.</summary>
        public bool IsMixed { get; set; }
    }
}
