using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>
/// Apply: the facts of everybody who was touched are merged into profiles, and the cache of profiles follows. Whom the writer remembers is not loaded
/// again.
/// </summary>
internal sealed class ApplyStep(PersonLoader loader, ProfileMerger merger, PersonCache remembered, bool recordsTraits)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Touched.Count == 0)
        {
            return;
        }

        batch.People = await FindAsync(batch, cancellationToken).ConfigureAwait(false);
        var present = batch.People.Select(person => person.Facts.Id).ToHashSet();
        batch.Gone = [.. batch.Touched.Where(id => !present.Contains(id))];
        await ReadStoredAsync(batch, cancellationToken).ConfigureAwait(false);
        batch.New = batch.People.Where(person => person.Stored is null).Select(person => person.Facts.Id).ToHashSet();
        var changed = new List<StoredProfile>();
        var traits = recordsTraits ? new RecordTraits(merger, batch) : null;
        foreach (var person in batch.People.Where(person => person.IsDoubtful))
        {
            var profile = merger.Store(person.Facts, batch.Now);
            if (person.Stored is null || !Same(person.Stored, profile))
            {
                changed.Add(profile);
            }

            traits?.Compare(person.Facts, person.Stored, profile);
            person.Stored = profile;
            person.IsDoubtful = false;
        }

        batch.HasMovedTraits = traits is not null && await traits.WriteAsync(cancellationToken).ConfigureAwait(false);
        if (changed.Count + batch.Gone.Count > 0)
        {
            await batch.Session.Profiles.SaveAsync(changed, batch.Gone, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<LivePerson>> FindAsync(Batch batch, CancellationToken cancellationToken)
    {
        var people = new List<LivePerson>(batch.Touched.Count);
        var missing = new List<ProfileId>();
        foreach (var id in batch.Touched)
        {
            if (remembered.Find(id) is { } person)
            {
                people.Add(person);
            }
            else
            {
                missing.Add(id);
            }
        }

        foreach (var loaded in await loader.HoldAsync(batch.Session, missing, cancellationToken).ConfigureAwait(false))
        {
            var person = new LivePerson(loaded.Facts, loaded.AllKnownSince ?? DateTimeOffset.MaxValue);
            people.Add(person);
            if (loaded.AllKnownSince is not null)
            {
                remembered.Remember(person);
            }
        }

        remembered.Trim(people);
        return people;
    }

    private static async ValueTask ReadStoredAsync(Batch batch, CancellationToken cancellationToken)
    {
        var unread = batch.People.Where(person => person is { IsDoubtful: true, Stored: null }).ToDictionary(person => person.Facts.Id);
        if (unread.Count > 0)
        {
            foreach (var profile in await batch.Session.Profiles.ReadAsync(unread.Keys, cancellationToken).ConfigureAwait(false))
            {
                unread[profile.Id].Stored = profile;
            }
        }
    }

    private static bool Same(StoredProfile before, StoredProfile after) =>
        before.FirstSeen == after.FirstSeen && before.Traits.AsSpan().SequenceEqual(after.Traits.AsSpan());
}
