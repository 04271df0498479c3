namespace FirstParty.Identity.Incremental;

/// <summary>What a set of events says about nodes and links. A function of the set.</summary>
internal sealed class Evidence(RuleBook book)
{
    public Dictionary<ProfileId, NodeEvidence> Nodes { get; } = [];

    public Dictionary<GraphPair, GraphLink> Links { get; } = [];

    public void Add(PreparedEvent prepared)
    {
        foreach (var identifier in prepared.People.Concat(prepared.Accounts))
        {
            Node(identifier).Name(prepared.Time, asAnchor: identifier == prepared.Anchor);
        }

        if (prepared.People.Length + prepared.Accounts.Length == 0)
        {
            return;
        }

        var anchor = Node(prepared.People.Length > 0 ? prepared.People[0] : prepared.Accounts[0]).Id;
        foreach (var identifier in prepared.People.Skip(1))
        {
            Link(anchor, Node(identifier).Id, prepared.Ambiguous ? null : prepared.Strength, prepared.Time, prepared.Id);
        }

        foreach (var account in prepared.People.Length > 0 ? prepared.Accounts : prepared.Accounts.Skip(1))
        {
            Link(anchor, Node(account).Id, null, prepared.Time, prepared.Id);
        }

        AddDerived(prepared);
        AddOwner(prepared, anchor);
    }

    /// <summary>Keeps the better of two: strength, then time by the rules, then the smaller fact.</summary>
    public GraphLink Better(GraphLink one, GraphLink other)
    {
        if (one.Strength != other.Strength)
        {
            return (one.Strength ?? (AssertionStrength)byte.MaxValue) < (other.Strength ?? (AssertionStrength)byte.MaxValue) ? one : other;
        }

        if (one.Strength is null || one.At == other.At)
        {
            return Nullable.Compare(one.Fact, other.Fact) <= 0 ? one : other;
        }

        return one.At > other.At == book.Newest ? one : other;
    }

    private NodeEvidence Node(Identifier identifier)
    {
        var id = ProfileId.Of(identifier);
        return Nodes.TryGetValue(id, out var node) ? node : Nodes[id] = new NodeEvidence(id, identifier);
    }

    private void Link(ProfileId one, ProfileId other, AssertionStrength? strength, long time, FactId? fact)
    {
        var pair = GraphPair.Of(one, other);
        var link = new GraphLink { A = pair.A, B = pair.B, Strength = strength, At = new DateTimeOffset(time, TimeSpan.Zero), Fact = fact };
        Links[pair] = Links.TryGetValue(pair, out var known) ? Better(known, link) : link;
    }

    private void AddDerived(PreparedEvent prepared)
    {
        foreach (var identifier in prepared.People)
        {
            if (book.Derive(identifier) is { } derived)
            {
                Link(Node(identifier).Id, Node(derived).Id, AssertionStrength.Derived, LinkRank.Timeless, null);
            }
        }
    }

    private void AddOwner(PreparedEvent prepared, ProfileId anchor)
    {
        if (prepared.Ambiguous || prepared.SignedIn(book) is not { } owner)
        {
            return;
        }

        var ownerId = ProfileId.Of(owner);
        foreach (var device in prepared.People.Where(identifier => book.Entry(identifier).IsDevice && identifier != owner))
        {
            Node(device).SignIn(prepared.Time, owner);
            if (ownerId != anchor)
            {
                Link(ownerId, Node(device).Id, null, prepared.Time, prepared.Id);
            }
        }
    }
}
