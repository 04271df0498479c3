using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>
/// Apply: the facts of everybody who was touched are merged into profiles, which the cache of profiles is to follow. Whom the writer remembers is not
/// loaded again.
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
        if (batch.DueAt.Count > 0)
        {
            batch.Awaited = (await batch.Session.Segments.ReadAwaitedAsync([.. batch.DueAt.Keys], cancellationToken).ConfigureAwait(false))
                .ToDictionary(look => look.Profile);
        }

        var present = new HashSet<ProfileId>(batch.Touched.Count);
        present.UnionWith(batch.People.Select(person => person.Facts.Id).Concat(batch.Later.Select(person => person.Id)));
        batch.Gone = [.. batch.Touched.Where(id => !present.Contains(id))];
        await ReadStoredAsync(batch, cancellationToken).ConfigureAwait(false);
        var unknown = new HashSet<ProfileId>(present.Count);
        unknown.UnionWith(batch.People.Where(person => person.Stored is null).Select(person => person.Facts.Id));
        unknown.UnionWith(batch.Later.Where(person => person.Stored is null).Select(person => person.Id));
        batch.New = unknown;
        var changed = new List<StoredProfile>(batch.People.Count);
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

        batch.Changed = changed;
        batch.MovedTraits = traits is null ? [] : await traits.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<LivePerson>> FindAsync(Batch batch, CancellationToken cancellationToken)
    {
        var people = new List<LivePerson>(batch.Touched.Count);
        var missing = new List<ProfileId>(batch.Touched.Count);
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

        var held = await loader.HoldAsync(batch, missing, cancellationToken).ConfigureAwait(false);
        batch.Later = held.Later;
        foreach (var loaded in held.People)
        {
            var person = new LivePerson(loaded.Facts, loaded.AllKnownSince ?? DateTimeOffset.MaxValue);
            people.Add(person);
            if (loaded.AllKnownSince is not null)
            {
                remembered.Remember(person, loaded.Component);
                batch.Rememberable.Add(person);
            }
        }

        remembered.Trim(people);
        return people;
    }

    private static async ValueTask ReadStoredAsync(Batch batch, CancellationToken cancellationToken)
    {
        var unread = new Dictionary<ProfileId, LivePerson>(batch.People.Count);
        foreach (var person in batch.People.Where(person => person is { IsDoubtful: true, Stored: null }))
        {
            unread.Add(person.Facts.Id, person);
        }

        var later = batch.Later.ToDictionary(person => person.Id);
        if (unread.Count + later.Count > 0)
        {
            foreach (var profile in await batch.Session.Profiles.ReadAsync([.. unread.Keys, .. later.Keys], cancellationToken).ConfigureAwait(false))
            {
                _ = unread.TryGetValue(profile.Id, out var person) ? person.Stored = profile : later[profile.Id].Stored = profile;
            }
        }
    }

    /// <summary>Whether two stored profiles of one person say the same.</summary>
    public static bool Same(StoredProfile before, StoredProfile after) =>
        before.FirstSeen == after.FirstSeen && before.Traits.AsSpan().SequenceEqual(after.Traits.AsSpan());
}
