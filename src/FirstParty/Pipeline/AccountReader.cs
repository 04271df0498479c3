using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Reads accounts with their members. An account is found by the links that group calls gave it, which join nobody.</summary>
internal sealed class AccountReader(LineParts parts)
{
    /// <summary>The account as a purpose may see it, or null when nobody is a member of it.</summary>
    public async ValueTask<Account?> FindAsync(
        StorageSession session, Identifier account, string purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(session.Identity, account, cancellationToken).ConfigureAwait(false);
        var people = await parts.Loader.ReadAsync(session, candidates, cancellationToken).ConfigureAwait(false);
        var members = people.Where(person => person.Events.Any(logged => IsOf(logged, account))).ToList();
        var calls = members
            .SelectMany(
                member => parts.Merger.PermittedGroupCalls(member, purpose, now).Where(call => IsOf(call, account)),
                (member, call) => (Member: member, Call: call))
            .ToList();
        ImmutableArray<ProfileId> shown = [.. calls.Select(said => said.Member.Id).Distinct().Order()];
        return members.Count == 0 ? null : new Account
        {
            Identifier = account,
            Id = ProfileId.Of(account),
            Purpose = purpose,
            AsOf = now,
            Traits = parts.Merger.SurvivingOf(calls, purpose, now),
            Members = [.. shown.Select(member => new AccountMembership(member, account))],
            Withheld = members.Count - shown.Length,
        };
    }

    /// <summary>The accounts that a person is a member of, as far as a purpose may see it, in ordinal order.</summary>
    public ImmutableArray<Identifier> Of(PersonFacts person, string purpose, DateTimeOffset now) =>
    [
        .. parts.Merger.PermittedGroupCalls(person, purpose, now).Select(AccountOf).OfType<Identifier>().Distinct().Order(IdentifierOrder.Ordinal),
    ];

    /// <summary>Everybody whose identifiers were named together with the account, and everybody who signed in on a shared device among those.</summary>
    private static async ValueTask<IReadOnlyCollection<ProfileId>> CandidatesAsync(
        IdentityGraph graph, Identifier account, CancellationToken cancellationToken)
    {
        var id = ProfileId.Of(account);
        var around = await graph.ReadComponentsAsync([id], cancellationToken).ConfigureAwait(false);
        var named = await NodesAsync(around.Links.Select(link => link.Pair.Other(id))).ConfigureAwait(false);
        var devices = named.Where(node => node.Shared).ToList();
        var regions = await graph.ReadComponentsAsync([.. devices.Select(node => node.Component).Distinct()], cancellationToken).ConfigureAwait(false);
        var shared = devices.Select(node => node.Id).ToHashSet();
        var owners = await NodesAsync(
            regions.Links.Where(link => shared.Contains(link.A) || shared.Contains(link.B)).SelectMany(link => (ProfileId[])[link.A, link.B])).ConfigureAwait(false);
        return named.Concat(owners).Where(node => node.FirstSeen is not null).Select(node => node.Profile).ToHashSet();

        async ValueTask<IReadOnlyList<GraphNode>> NodesAsync(IEnumerable<ProfileId> ids) =>
            (await graph.FindAsync(new GraphQuery { Nodes = [.. ids.Distinct()] }, cancellationToken).ConfigureAwait(false)).Nodes;
    }

    private bool IsOf(LoggedEvent logged, Identifier account) => AccountOf(logged) == account;

    private Identifier? AccountOf(LoggedEvent logged) => logged.GroupId is { } group
        && parts.IdentityRules.TryNormalise(new Identifier(IdentifierNamespace.GroupId, group), out var account, out _) ? account : null;
}
