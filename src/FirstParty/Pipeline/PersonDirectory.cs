using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Finds who is behind identifiers and what they have said, whole batches at a time.</summary>
internal sealed class PersonDirectory(CurrentRules rules, ConsentLedger ledger, PersonCache remembered)
{
    /// <summary>Gives pending events the consents of the people behind them, as they are known before the batch is resolved.</summary>
    public async ValueTask FindConsentsAsync(Batch batch, IReadOnlyList<PendingEvent> asked, CancellationToken cancellationToken)
    {
        if (asked.Count == 0)
        {
            return;
        }

        var unknown = Recall(batch); // What is set aside joins nobody.
        var unread = new List<PendingEvent>();
        foreach (var pending in asked)
        {
            pending.Consent = pending.Person is { } person ? ((PersonConsent)person.Facts.Consent).ForNamed(pending.Identifiers) : null;
            if (pending.Consent is null)
            {
                unread.Add(pending);
            }
        }

        await ReadAsync(batch, unread, unknown, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the people who are remembered; returns the open events of all others. Events of one batch that share an identifier may be about one person
    /// before the graph knows it: whom such an event joins to others has to be looked up with them.
    /// </summary>
    private List<PendingEvent> Recall(Batch batch)
    {
        var unknown = new List<PendingEvent>();
        var joined = new HashSet<LivePerson>();
        foreach (var pending in batch.Open)
        {
            var person = remembered.Find(pending.Identifiers[0]);
            if (person is not null && (pending.Identifiers.Length == 1 || pending.Identifiers.All(other => remembered.Find(other) == person)))
            {
                pending.Person = person;
                continue;
            }

            unknown.Add(pending);
            joined.UnionWith(pending.Identifiers.Select(remembered.Find).OfType<LivePerson>());
        }

        foreach (var pending in joined.Count == 0 ? [] : batch.Open.Where(pending => pending.Person is { } person && joined.Contains(person)))
        {
            pending.Person = null;
            unknown.Add(pending);
        }

        return unknown;
    }

    private async ValueTask ReadAsync(
        Batch batch, List<PendingEvent> asked, List<PendingEvent> open, CancellationToken cancellationToken)
    {
        if (asked.Count == 0)
        {
            return;
        }

        var members = await MembersAsync(
            batch.Session, [.. open.Concat(asked.Where(pending => !pending.IsOpen)).SelectMany(pending => pending.Identifiers).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        var people = new IdentifierGroups();
        foreach (var group in members.Values)
        {
            people.Join(group);
        }

        var sure = await VerifiedLinks.ReadAsync(
            batch.Session, [.. asked.SelectMany(pending => pending.Identifiers).Distinct()], cancellationToken).ConfigureAwait(false);

        foreach (var pending in open)
        {
            people.Join(pending.Identifiers);
        }

        var book = await ConsentBook.ReadAsync(
            ledger,
            rules.Value,
            batch.Session.Consent,
            [.. asked.SelectMany(GroupOf).Distinct()],
            cancellationToken).ConfigureAwait(false);
        foreach (var pending in asked)
        {
            // Whoever sends an event acts for themselves: what any of its own identifiers permits counts for it, and so does what their verified links permit.
            pending.Consent = book.Of(GroupOf(pending), pending.Identifiers.SelectMany(sure.From).ToHashSet());
        }

        IReadOnlyCollection<Identifier> GroupOf(PendingEvent pending) =>
            pending.IsOpen ? people.Of(pending.Identifiers[0]) : [.. pending.Identifiers.SelectMany(people.Of).Distinct()];
    }

    /// <summary>The identifiers of each profile that one of these identifiers belongs to.</summary>
    public static async ValueTask<Dictionary<ProfileId, ImmutableArray<Identifier>>> MembersAsync(
        StorageSession session, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken)
    {
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. identifiers.Select(ProfileId.Of).Distinct()] }, cancellationToken).ConfigureAwait(false);
        var wanted = found.Nodes.Select(node => node.Profile).ToHashSet();
        var region = await session.Identity
            .ReadComponentsAsync([.. found.Nodes.Select(node => node.Component).Distinct()], cancellationToken).ConfigureAwait(false);
        return region.Nodes
            .Where(node => wanted.Contains(node.Profile))
            .GroupBy(node => node.Profile)
            .ToDictionary(group => group.Key, group => group.Select(node => node.Identifier).ToImmutableArray());
    }
}
