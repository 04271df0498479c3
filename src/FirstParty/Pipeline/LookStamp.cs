using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// What a look at some profiles rests on, without the events themselves: who is who around them, how many events there are of each, what they permit and
/// what is stored of them. As many reads as any act takes, however long the histories are.
/// </summary>
internal sealed class LookStamp
{
    private readonly HashSet<GraphNode> _nodes;
    private readonly HashSet<GraphLink> _links;
    private readonly HashSet<FactId> _acts;
    private readonly HashSet<long> _consents;
    private readonly HashSet<(ProfileId, string)> _memberships;
    private readonly Dictionary<ProfileId, StoredProfile> _stored;
    private readonly IReadOnlyDictionary<Identifier, int> _events;

    private LookStamp(
        GraphSnapshot region,
        IEnumerable<GraphNode> outside,
        IEnumerable<long> consents,
        IEnumerable<SegmentMembership> memberships,
        IEnumerable<StoredProfile> stored,
        IReadOnlyDictionary<Identifier, int> events)
    {
        (_nodes, _links) = ([.. region.Nodes, .. outside], [.. region.Links]);
        _acts = [.. region.Acts.Select(act => act.Id)];
        _consents = [.. consents];
        _memberships = [.. memberships.Select(membership => (membership.Profile, membership.Segment))];
        _stored = stored.ToDictionary(profile => profile.Id);
        _events = events;
    }

    /// <summary>The looks that the profiles await.</summary>
    public IReadOnlyDictionary<ProfileId, AwaitedLook> Awaited { get; private init; } = new Dictionary<ProfileId, AwaitedLook>();

    /// <param name="session">The session.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="parts">The parts of the line.</param>
    /// <param name="holds">Whether nobody else may write these people until the session ends.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<LookStamp> ReadAsync(
        StorageSession session, ProfileId[] profiles, LineParts parts, bool holds, CancellationToken cancellationToken)
    {
        var found = await session.Identity.FindAsync(new GraphQuery { Nodes = profiles, Hold = holds }, cancellationToken).ConfigureAwait(false);
        var region = await session.Identity
            .ReadComponentsAsync([.. found.Nodes.Select(node => node.Component).Distinct()], cancellationToken).ConfigureAwait(false);
        var devices = await SharedDevices.FindAsync(session, parts.IdentityRules, region, cancellationToken).ConfigureAwait(false);
        Identifier[] own = [.. region.Nodes.Where(node => profiles.Contains(node.Profile)).Select(node => node.Identifier)];
        var anchors = devices.Anonymous.Count == 0 ? own : [.. region.Nodes.Concat(devices.Anonymous).Select(node => node.Identifier).Distinct()];
        var consents = await parts.Ledger.ReadAsync(session.Consent, own, cancellationToken).ConfigureAwait(false);
        var awaited = await session.Segments.ReadAwaitedAsync(profiles, cancellationToken).ConfigureAwait(false);
        return new LookStamp(
            region,
            devices.Anonymous,
            consents.Select(record => record.Sequence),
            await session.Segments.ReadMembershipsAsync(profiles, cancellationToken).ConfigureAwait(false),
            await session.Profiles.ReadAsync(profiles, cancellationToken).ConfigureAwait(false),
            await session.Events.CountAnchoredAsync(anchors, int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            Awaited = awaited.ToDictionary(look => look.Profile),
        };
    }

    /// <summary>Whether all is as it was, save that events may have come since and be awaited.</summary>
    public bool Continues(LookStamp earlier) =>
        _nodes.SetEquals(earlier._nodes)
        && _links.SetEquals(earlier._links)
        && _acts.SetEquals(earlier._acts)
        && _consents.SetEquals(earlier._consents)
        && _memberships.SetEquals(earlier._memberships)
        && _stored.Count == earlier._stored.Count
        && _stored.All(profile => earlier._stored.TryGetValue(profile.Key, out var was) && ApplyStep.Same(was, profile.Value))
        && earlier.Awaited.Keys.All(Awaited.ContainsKey)
        && earlier._events.All(count => _events.GetValueOrDefault(count.Key) >= count.Value);

    /// <summary>Whether all is as it was, given that it continues that.</summary>
    public bool IsUnchangedSince(LookStamp earlier) =>
        _events.Count == earlier._events.Count
        && _events.All(count => earlier._events.GetValueOrDefault(count.Key) == count.Value)
        && Awaited.Count == earlier.Awaited.Count
        && Awaited.All(look => earlier.Awaited.GetValueOrDefault(look.Key) == look.Value);
}
