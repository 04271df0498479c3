using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Finds who is behind identifiers and what they have said, whole batches at a time.</summary>
internal sealed class PersonDirectory(CurrentRules rules, ConsentLedger ledger, PersonCache remembered)
{
    /// <summary>The consents of the people behind pending events, as they are known before the batch is resolved.</summary>
    public async ValueTask<Dictionary<PendingEvent, SubjectConsent>> ConsentsAsync(
        Batch batch, IReadOnlyList<PendingEvent> asked, CancellationToken cancellationToken)
    {
        var consents = new Dictionary<PendingEvent, SubjectConsent>(asked.Count);
        if (asked.Count == 0)
        {
            return consents;
        }

        var (known, unknown) = Remembered(batch);
        foreach (var pending in asked.Where(known.ContainsKey))
        {
            consents.Add(pending, ((PersonConsent)known[pending].Facts.Consent).ForNamed(pending.Identifiers));
        }

        await ReadAsync(batch, [.. asked.Where(pending => !known.ContainsKey(pending))], unknown, consents, cancellationToken).ConfigureAwait(false);
        return consents;
    }

    /// <summary>
    /// The open events of people who are remembered, and all others. Events of one batch that share an identifier may be about one person before the
    /// graph knows it: whom such an event joins to others has to be looked up with them.
    /// </summary>
    private (Dictionary<PendingEvent, LivePerson> Known, List<PendingEvent> Unknown) Remembered(Batch batch)
    {
        var known = new Dictionary<PendingEvent, LivePerson>();
        var unknown = new List<PendingEvent>();
        var joined = new HashSet<LivePerson>();
        foreach (var pending in batch.Open)
        {
            var person = remembered.Find(pending.Identifiers[0]);
            if (person is not null && (pending.Identifiers.Length == 1 || pending.Identifiers.All(other => remembered.Find(other) == person)))
            {
                known.Add(pending, person);
                continue;
            }

            unknown.Add(pending);
            joined.UnionWith(pending.Identifiers.Select(remembered.Find).OfType<LivePerson>());
        }

        foreach (var (pending, _) in known.Where(pair => joined.Contains(pair.Value)).ToList())
        {
            known.Remove(pending);
            unknown.Add(pending);
        }

        return (known, unknown);
    }

    private async ValueTask ReadAsync(
        Batch batch, List<PendingEvent> asked, List<PendingEvent> open, Dictionary<PendingEvent, SubjectConsent> consents, CancellationToken cancellationToken)
    {
        if (asked.Count == 0)
        {
            return;
        }

        var members = await MembersAsync(
            batch.Session, [.. open.SelectMany(pending => pending.Identifiers).Distinct()], cancellationToken).ConfigureAwait(false);
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
            [.. asked.SelectMany(pending => people.Of(pending.Identifiers[0])).Distinct()],
            cancellationToken).ConfigureAwait(false);
        foreach (var pending in asked)
        {
            // Whoever sends an event acts for themselves: what any of its own identifiers permits counts for it, and so does what their verified links permit.
            consents.Add(pending, book.Of(
                people.Of(pending.Identifiers[0]), pending.Identifiers.SelectMany(sure.From).ToHashSet()));
        }
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
