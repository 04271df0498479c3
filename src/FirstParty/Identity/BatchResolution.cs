using System.Collections.Immutable;
using FirstParty.Identity.Partitioning;

namespace FirstParty.Identity;

/// <summary>Resolution of a whole set of facts at once.</summary>
internal sealed class BatchResolution(RuleBook book)
{
    private readonly Dictionary<Identifier, int> _numbers = [];
    private readonly List<Identifier> _identifiers = [];
    private readonly List<long> _firstSeen = [];
    private readonly LinkTable _links = new();
    private readonly Dictionary<ulong, int> _linkOf = [];
    private readonly Dictionary<Identifier, Tenancy> _tenancies = [];
    private readonly ImmutableArray<RefusedIdentifier>.Builder _refused = ImmutableArray.CreateBuilder<RefusedIdentifier>();

    public Resolution Resolve(FactSet facts)
    {
        var aliases = new AliasClasses(book, facts.Aliases);
        var preparation = new EventPreparation(
            book, facts.Erasures, (fact, identifier, refusal) => _refused.Add(new RefusedIdentifier(fact, identifier.Namespace ?? string.Empty, refusal)));
        var events = facts.Events.Select(preparation.Prepare).OfType<PreparedEvent>().ToList();
        var expiry = Expiry.Of(book, facts.AsOf);
        foreach (var prepared in events)
        {
            Add(prepared, expiry);
        }

        AddDerived();
        AddAliases(aliases);
        var partition = Partition.Solve(Problem(facts, aliases));
        var cast = new ProfileCast(book, aliases, _identifiers, _firstSeen, partition);
        return new Resolution(cast.Profiles, cast.ProfileOf)
        {
            RejectedLinks = Rejected(partition),
            Contested = [.. Enumerable.Range(0, _identifiers.Count).Where(partition.IsContested).Select(node => _identifiers[node]).Order(IdentifierOrder.Ordinal)],
            Attribution = Attribute(events, cast, aliases),
            Memberships = Memberships(events, cast, aliases),
            Refused = _refused.ToImmutable(),
        };
    }

    private int Number(Identifier identifier)
    {
        if (!_numbers.TryGetValue(identifier, out var number))
        {
            _numbers[identifier] = number = _identifiers.Count;
            _identifiers.Add(identifier);
            _firstSeen.Add(long.MaxValue);
        }

        return number;
    }

    private void Add(PreparedEvent prepared, Expiry expiry)
    {
        foreach (var identifier in prepared.People)
        {
            var number = Number(identifier);
            _firstSeen[number] = Math.Min(_firstSeen[number], prepared.Time);
        }

        if (prepared.Ambiguous || prepared.People.Length == 0)
        {
            return;
        }

        var anchor = Number(prepared.People[0]);
        foreach (var other in prepared.People.Skip(1).Where(other => !expiry.Takes(prepared.People[0], other, prepared.Strength, prepared.Time)))
        {
            Link(anchor, Number(other), prepared.Strength, prepared.Time);
        }

        if (prepared.SignedIn(book) is { } owner)
        {
            foreach (var device in prepared.People.Where(identifier => book.Entry(identifier).IsDevice))
            {
                (_tenancies.TryGetValue(device, out var tenancy) ? tenancy : _tenancies[device] = new Tenancy()).Add(prepared.Time, owner);
            }
        }
    }

    private void AddDerived()
    {
        if (book.Entries.All(entry => entry.Rule.Derives is null))
        {
            return;
        }

        for (var node = 0; node < _identifiers.Count; node++)
        {
            if (book.Derive(_identifiers[node]) is { } derived && _numbers.TryGetValue(derived, out var other))
            {
                Link(node, other, AssertionStrength.Derived, LinkRank.Timeless);
            }
        }
    }

    private void AddAliases(AliasClasses aliases)
    {
        var seen = aliases.Members.Where(_numbers.ContainsKey).GroupBy(aliases.ClassOf);
        foreach (var members in seen)
        {
            var first = members.Min(IdentifierOrder.Ordinal);
            foreach (var member in members)
            {
                Link(_numbers[first], _numbers[member], AssertionStrength.Derived, LinkRank.Timeless);
            }
        }
    }

    private void Link(int one, int other, AssertionStrength strength, long time)
    {
        if (one == other)
        {
            return;
        }

        var (a, b) = (Math.Min(one, other), Math.Max(one, other));
        var key = ((ulong)(uint)a << 32) | (uint)b;
        if (_linkOf.TryAdd(key, _links.Count))
        {
            _links.Add(a, b, strength, time);
            return;
        }

        var link = _linkOf[key];
        if (LinkRank.IsBetter(book, strength, time, (AssertionStrength)_links.Strength[link], _links.Time[link]))
        {
            (_links.Strength[link], _links.Time[link]) = ((byte)strength, time);
        }
    }

    private PartitionProblem Problem(FactSet facts, AliasClasses aliases) => new()
    {
        Book = book,
        NodeCount = _identifiers.Count,
        Namespaces = [.. _identifiers.Select(identifier => (byte)book.Entry(identifier).Index)],
        Links = _links,
        Order = (x, y) => AliasClasses.Compare(_identifiers[x], _identifiers[y]),
        AliasClasses = aliases.IsEmpty ? null : aliases.Number(_identifiers),
        Separations = [.. facts.Separations
            .Select(separation => (First: book.Accept(separation.First).Identifier, Second: book.Accept(separation.Second).Identifier))
            .Where(pair => IsSeen(pair.First) && IsSeen(pair.Second))
            .Select(pair => (_numbers[pair.First], _numbers[pair.Second]))],
    };

    private bool IsSeen(Identifier identifier) => identifier != default && _numbers.ContainsKey(identifier);

    private ImmutableArray<RejectedLink> Rejected(Partition partition) => [.. Enumerable.Range(0, _links.Count)
        .Where(link => partition.States[link] == LinkState.Rejected)
        .Select(link => (A: _identifiers[_links.Ends[link].A], B: _identifiers[_links.Ends[link].B]))
        .Select(pair => AliasClasses.Compare(pair.A, pair.B) <= 0 ? new RejectedLink(pair.A, pair.B) : new RejectedLink(pair.B, pair.A))
        .OrderBy(link => link.First, IdentifierOrder.Ordinal)
        .ThenBy(link => link.Second, IdentifierOrder.Ordinal)];

    private Dictionary<FactId, EventAttribution> Attribute(List<PreparedEvent> events, ProfileCast cast, AliasClasses aliases) =>
        events.ToDictionary(prepared => prepared.Id, prepared => new EventAttribution
        {
            Fact = prepared.Id,
            Outcome = prepared.People.Length == 0 ? AttributionOutcome.Nobody
                : prepared.Ambiguous ? AttributionOutcome.Ambiguous
                : AttributionOutcome.Attributed,
            Profile = Target(prepared, cast, aliases)?.Id,
            Anchor = prepared.Ambiguous || prepared.People.Length == 0 ? null : prepared.People[0],
            KeepsClaims = prepared.KeepsClaims && prepared.People.Length > 0,
        });

    private ResolvedProfile? Target(PreparedEvent prepared, ProfileCast cast, AliasClasses aliases)
    {
        if (prepared.Ambiguous || prepared.People.Length == 0)
        {
            return null;
        }

        var anchor = prepared.People[0];
        var isTenant = book.Rules.Attribution == AttributionMode.Tenancy && book.Entry(anchor).IsDevice
            && _tenancies.TryGetValue(anchor, out var tenancy) && tenancy.IsShared(aliases);
        return cast.Profiles[cast.ProfileOf[isTenant ? _tenancies[anchor].OwnerAt(prepared.Time) : anchor]];
    }

    private ImmutableArray<AccountMembership> Memberships(List<PreparedEvent> events, ProfileCast cast, AliasClasses aliases) => [.. events
        .Where(prepared => prepared.Accounts.Length > 0)
        .SelectMany(prepared => Target(prepared, cast, aliases) is { } profile
            ? prepared.Accounts.Select(account => new AccountMembership(profile.Id, account))
            : [])
        .Distinct()
        .OrderBy(membership => membership.Profile)
        .ThenBy(membership => membership.Account, IdentifierOrder.Ordinal)];
}
