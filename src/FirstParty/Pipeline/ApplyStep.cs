using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>Apply: the facts of everybody who was touched are merged into profiles, and the cache of profiles follows.</summary>
internal sealed class ApplyStep(PersonLoader loader, ProfileMerger merger)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        batch.People = await loader.HoldAsync(batch.Session, batch.Touched, cancellationToken).ConfigureAwait(false);
        var present = batch.People.Select(person => person.Id).ToHashSet();
        batch.Gone = [.. batch.Touched.Where(id => !present.Contains(id))];
        if (batch.Touched.Count == 0)
        {
            return;
        }

        var held = (await batch.Session.Profiles.ReadAsync(present, cancellationToken).ConfigureAwait(false)).ToDictionary(profile => profile.Id);
        var changed = batch.People
            .Select(person => merger.Store(person, batch.Now))
            .Where(profile => !held.TryGetValue(profile.Id, out var before) || !Same(before, profile))
            .ToList();
        if (changed.Count + batch.Gone.Count > 0)
        {
            await batch.Session.Profiles.SaveAsync(changed, batch.Gone, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Same(StoredProfile before, StoredProfile after) =>
        before.FirstSeen == after.FirstSeen && before.Traits.AsSpan().SequenceEqual(after.Traits.AsSpan());
}
