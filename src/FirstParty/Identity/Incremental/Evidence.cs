using System.Runtime.InteropServices;

namespace FirstParty.Identity.Incremental;

/// <summary>What a set of events says about nodes and links. A function of the set.</summary>
internal sealed class Evidence
{
    private const int MostReserved = 4_096;

    private readonly RuleBook _book;
    private readonly Expiry _expiry;

    /// <summary>Reads events.</summary>
    public Evidence(RuleBook book, Expiry expiry, IReadOnlyList<PreparedEvent> events)
    {
        var named = 0;
        foreach (var prepared in events)
        {
            named += prepared.People.Length + prepared.Accounts.Length;
        }

        (_book, _expiry) = (book, expiry);
        Nodes = new Dictionary<ProfileId, NodeEvidence>(Math.Min(named, MostReserved));
        Links = new Dictionary<GraphPair, GraphLink>(Math.Clamp(named - events.Count, 0, MostReserved));
        foreach (var prepared in events)
        {
            Add(prepared);
        }
    }

    public Dictionary<ProfileId, NodeEvidence> Nodes { get; }

    public Dictionary<GraphPair, GraphLink> Links { get; }

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

        return one.At > other.At == _book.Newest ? one : other;
    }

    private void Add(PreparedEvent prepared)
    {
        var (people, accounts) = (NodesOf(prepared.People), NodesOf(prepared.Accounts));
        if (people.Length + accounts.Length == 0)
        {
            return;
        }

        var anchor = people.Length > 0 ? people[0] : accounts[0];
        foreach (var node in people)
        {
            node.Name(prepared.Time, asAnchor: node == anchor && !prepared.Ambiguous);
            Link(anchor, node, StrengthOf(prepared, anchor, node), prepared.Time, prepared.Id);
        }

        foreach (var account in accounts)
        {
            account.Name(prepared.Time, asAnchor: false);
            Link(anchor, account, null, prepared.Time, prepared.Id);
        }

        AddDerived(prepared);
        AddOwner(prepared, people, anchor);
    }

    // What ties nobody, or no longer does, still tells where the event is found.
    private AssertionStrength? StrengthOf(PreparedEvent prepared, NodeEvidence anchor, NodeEvidence node) =>
        prepared.Ambiguous || _expiry.Takes(anchor.Identifier, node.Identifier, prepared.Strength, prepared.Time) ? null : prepared.Strength;

    private NodeEvidence[] NodesOf(Identifier[] identifiers)
    {
        if (identifiers.Length == 0)
        {
            return [];
        }

        var nodes = new NodeEvidence[identifiers.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Node(identifiers[i]);
        }

        return nodes;
    }

    private NodeEvidence Node(Identifier identifier)
    {
        var id = ProfileId.Of(identifier);
        return CollectionsMarshal.GetValueRefOrAddDefault(Nodes, id, out _) ??= new NodeEvidence(id, identifier);
    }

    private void Link(NodeEvidence one, NodeEvidence other, AssertionStrength? strength, long time, FactId? fact)
    {
        if (one == other)
        {
            return;
        }

        var pair = GraphPair.Of(one.Id, other.Id);
        var link = new GraphLink { A = pair.A, B = pair.B, Strength = strength, At = new DateTimeOffset(time, TimeSpan.Zero), Fact = fact };
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(Links, pair, out var exists);
        known = exists ? Better(known!, link) : link;
    }

    private void AddDerived(PreparedEvent prepared)
    {
        foreach (var identifier in prepared.People)
        {
            if (_book.Derive(identifier) is { } derived)
            {
                Link(Node(identifier), Node(derived), AssertionStrength.Derived, LinkRank.Timeless, null);
            }
        }
    }

    private void AddOwner(PreparedEvent prepared, NodeEvidence[] people, NodeEvidence anchor)
    {
        if (prepared.Ambiguous || prepared.SignedIn(_book) is not { } signedIn)
        {
            return;
        }

        var owner = Node(signedIn);
        foreach (var device in people)
        {
            if (device == owner || !_book.Entry(device.Identifier).IsDevice)
            {
                continue;
            }

            device.SignIn(prepared.Time, signedIn);
            if (owner != anchor)
            {
                Link(owner, device, null, prepared.Time, prepared.Id);
            }
        }
    }
}
