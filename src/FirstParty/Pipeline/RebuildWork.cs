using System.Runtime.CompilerServices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Drops every cache and computes it anew from the facts.</summary>
internal sealed class RebuildWork(LineParts parts) : WriterWork
{
    private const int Slice = 1_000;

    /// <summary>How many profiles there are afterwards.</summary>
    public long Profiles { get; private set; }

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        while ((await session.Unresolved.TakeAsync(Slice, cancellationToken).ConfigureAwait(false)).Count == Slice)
        {
            // Whatever waits is in the log, and resolved with all else.
        }

        await ReanchorAsync(session, cancellationToken).ConfigureAwait(false);
        await parts.Resolver
            .RebuildAsync(session.Identity, AssertionsAsync(session, cancellationToken), cancellationToken).ConfigureAwait(false);
        var members = await MembersAsync(session, cancellationToken).ConfigureAwait(false);
        if (parts.RecordsTraits)
        {
            // What changes is told by comparing with what is stored; whoever is no more is among those who were.
            await AddStoredAsync(session, members, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await session.Profiles.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        var settled = new HashSet<ProfileId>();
        await foreach (var slice in SlicesAsync(session, cancellationToken).ConfigureAwait(false))
        {
            // Whoever was named beside somebody stronger may have no event of their own, and is somebody all the same.
            var named = slice.SelectMany(logged => UsableIdentifiers.Of(parts.IdentityRules, logged.ToAssertion().Identifiers).Append(logged.Anchor));
            await SettleAsync(session, named, settled, cancellationToken).ConfigureAwait(false);
        }

        var acts = await session.Identity.FindAsync(new GraphQuery { EveryAct = true }, cancellationToken).ConfigureAwait(false);
        foreach (var slice in acts.Acts.OfType<LinkAssertion>().Chunk(Slice))
        {
            var named = slice.SelectMany(link => UsableIdentifiers.Of(parts.IdentityRules, link.Identifiers));
            await SettleAsync(session, named, settled, cancellationToken).ConfigureAwait(false);
        }

        foreach (var former in members.Where(settled.Add).Chunk(Slice))
        {
            var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Definition };
            batch.Touched.UnionWith(former);
            await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        Profiles = await session.Profiles.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SettleAsync(
        StorageSession session, IEnumerable<Identifier> named, HashSet<ProfileId> settled, CancellationToken cancellationToken)
    {
        var people = await PersonDirectory.MembersAsync(session, [.. named.Distinct()], cancellationToken).ConfigureAwait(false);
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Definition };
        batch.Touched.UnionWith(people.Keys.Where(settled.Add));
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everybody who is held to be in a segment: some of them may be no profile any more.</summary>
    private async ValueTask<HashSet<ProfileId>> MembersAsync(StorageSession session, CancellationToken cancellationToken)
    {
        var members = new HashSet<ProfileId>();
        foreach (var segment in parts.Segments.Definitions)
        {
            IReadOnlyList<SegmentMembership> page = [];
            do
            {
                page = await session.Segments
                    .ReadMembersAsync(segment.Id, page.Count == 0 ? null : page[^1].Profile, Slice, cancellationToken).ConfigureAwait(false);
                members.UnionWith(page.Select(membership => membership.Profile));
            }
            while (page.Count == Slice);
        }

        return members;
    }

    private static async ValueTask AddStoredAsync(StorageSession session, HashSet<ProfileId> members, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredProfile> page = [];
        do
        {
            page = await session.Profiles.ListAsync(page.Count == 0 ? null : page[^1].Id, Slice, cancellationToken).ConfigureAwait(false);
            members.UnionWith(page.Select(profile => profile.Id));
        }
        while (page.Count == Slice);
    }

    /// <summary>Changed rules may have changed which identifier of an event is the strongest.</summary>
    private async ValueTask ReanchorAsync(StorageSession session, CancellationToken cancellationToken)
    {
        var moved = new Dictionary<FactId, Identifier>();
        await foreach (var logged in session.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (UsableIdentifiers.Of(parts.IdentityRules, logged.ToAssertion().Identifiers) is [var anchor, ..] && anchor != logged.Anchor)
            {
                moved.Add(logged.Id, anchor);
            }
        }

        if (moved.Count > 0)
        {
            await session.Events.ReanchorAsync(moved, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<EventAssertion>> AssertionsAsync(
        StorageSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var slice in SlicesAsync(session, cancellationToken).ConfigureAwait(false))
        {
            yield return [.. slice.Select(logged => logged.ToAssertion())];
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> SlicesAsync(
        StorageSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var slice = new List<LoggedEvent>(Slice);
        await foreach (var logged in session.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            slice.Add(logged);
            if (slice.Count == Slice)
            {
                yield return slice;
                slice = new List<LoggedEvent>(Slice);
            }
        }

        if (slice.Count > 0)
        {
            yield return slice;
        }
    }
}
