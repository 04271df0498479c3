using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>Resolve: who is who, now that these facts are known too. The people whom the writer remembers follow.</summary>
internal sealed class ResolveStep(IncrementalResolver resolver, PersonCache people)
{
    private readonly TieReader _ties = new(resolver.Rules);
    private readonly bool _mayExpire = resolver.Rules.Namespaces.Any(rule => rule.ExpiresAfter is not null);

    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Appended.Count == 0)
        {
            return;
        }

        var known = new List<(LivePerson Person, LoggedEvent Logged)>(batch.Appended.Count);
        var retracted = await RetractedAsync(batch, cancellationToken).ConfigureAwait(false);
        var facts = new List<IdentityAssertion>(batch.Appended.Count);
        var told = new List<LoggedEvent>(batch.Appended.Count);
        foreach (var logged in batch.Appended)
        {
            if (people.Find(logged.Anchor) is { } person && person.SaysNothingNew(logged) && !retracted.Contains(logged.Id))
            {
                known.Add((person, logged));
                batch.Touched.Add(person.Facts.Id);
                batch.Note(person.Facts.Id, logged);
                continue;
            }

            told.Add(logged);
            facts.Add(logged.ToAssertion());
            if (logged.ToAlias() is { } alias)
            {
                facts.Add(alias);
            }
        }

        if (facts.Count > 0)
        {
            var change = await resolver.ApplyAsync(batch.Session.Identity, facts, cancellationToken).ConfigureAwait(false);
            batch.Touched.EnsureCapacity(batch.Touched.Count + change.Rearranged.Count + change.Newcomers.Count);
            batch.Touched.UnionWith(change.Rearranged);
            batch.Touched.UnionWith(change.Newcomers);
            batch.News.EnsureCapacity(batch.Touched.Count);
            batch.Rearranged.UnionWith(change.Rearranged);
            Relink(batch, change.Written);
            await _ties.RemarkAsync(batch, change, cancellationToken).ConfigureAwait(false);
            people.Forget(change);
            foreach (var logged in told)
            {
                var owner = change.Attribution.GetValueOrDefault(logged.Id)?.Profile;
                Follow(logged, owner);
                if (owner is { } profile)
                {
                    batch.Touched.Add(profile);
                    batch.Note(profile, logged);
                }
            }
        }

        foreach (var (person, logged) in known)
        {
            person.Append(logged); // Whoever was forgotten meanwhile is loaded anew, this event included.
        }
    }

    private static void Relink(Batch batch, GraphChange written)
    {
        batch.Relinked.EnsureCapacity(2 * (written.Links.Length + written.RemovedLinks.Length));
        foreach (var link in written.Links)
        {
            batch.Relinked.Add(link.A);
            batch.Relinked.Add(link.B);
        }

        foreach (var pair in written.RemovedLinks)
        {
            batch.Relinked.Add(pair.A);
            batch.Relinked.Add(pair.B);
        }
    }

    /// <summary>Which events of the batch were taken back before they came.</summary>
    private static async ValueTask<IReadOnlySet<FactId>> RetractedAsync(Batch batch, CancellationToken cancellationToken)
    {
        var found = await batch.Session.Identity
            .FindAsync(new GraphQuery { Facts = batch.Appended.ConvertAll(logged => logged.Id) }, cancellationToken).ConfigureAwait(false);
        return RetractedFacts.In(found.Acts);
    }

    /// <summary>Gives an event to whoever is remembered by its anchor, if it is theirs; an event that is somebody else's makes both doubtful.</summary>
    private void Follow(LoggedEvent logged, ProfileId? owner)
    {
        var anchored = people.Find(logged.Anchor);
        if (anchored is not null && anchored.Facts.Id == owner)
        {
            anchored.Append(logged);
            if (!_mayExpire)
            {
                anchored.Learn(logged); // Else the next event may tie anew what this one, being too old, did not.
            }

            return;
        }

        people.Forget(logged.Anchor);
        if (owner is { } other)
        {
            people.Forget(other);
        }
    }
}
