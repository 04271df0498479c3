using System.Runtime.InteropServices;

namespace FirstParty.Identity.Incremental;

/// <summary>What a set of events says about nodes and links. A function of the set.</summary>
internal sealed class Evidence(RuleBook book, Expiry expiry)
{
    private readonly Dictionary<Identifier, NodeEvidence> _byIdentifier = [];

    public Dictionary<ProfileId, NodeEvidence> Nodes { get; } = [];

    public Dictionary<GraphPair, GraphLink> Links { get; } = [];

    public void Add(PreparedEvent prepared)
    {
        var (people, accounts) = (Array.ConvertAll(prepared.People, Node), Array.ConvertAll(prepared.Accounts, Node));
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

    /// <summary>The natural id of an identifier, hashed once.</summary>
    public ProfileId IdOf(Identifier identifier) => _byIdentifier.TryGetValue(identifier, out var node) ? node.Id : ProfileId.Of(identifier);

    // What ties nobody, or no longer does, still tells where the event is found.
    private AssertionStrength? StrengthOf(PreparedEvent prepared, NodeEvidence anchor, NodeEvidence node) =>
        prepared.Ambiguous || expiry.Takes(anchor.Identifier, node.Identifier, prepared.Strength, prepared.Time) ? null : prepared.Strength;

    private NodeEvidence Node(Identifier identifier)
    {
        if (!_byIdentifier.TryGetValue(identifier, out var node))
        {
            _byIdentifier[identifier] = node = new NodeEvidence(ProfileId.Of(identifier), identifier);
            Nodes[node.Id] = node;
        }

        return node;
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
            if (book.Derive(identifier) is { } derived)
            {
                Link(Node(identifier), Node(derived), AssertionStrength.Derived, LinkRank.Timeless, null);
            }
        }
    }

    private void AddOwner(PreparedEvent prepared, NodeEvidence[] people, NodeEvidence anchor)
    {
        if (prepared.Ambiguous || prepared.SignedIn(book) is not { } signedIn)
        {
            return;
        }

        var owner = Node(signedIn);
        foreach (var device in people.Where(node => node != owner && book.Entry(node.Identifier).IsDevice))
        {
            device.SignIn(prepared.Time, signedIn);
            if (owner != anchor)
            {
                Link(owner, device, null, prepared.Time, prepared.Id);
            }
        }
    }
}
