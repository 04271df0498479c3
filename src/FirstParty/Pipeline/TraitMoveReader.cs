using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Reads changes of traits as one purpose may see them.</summary>
internal sealed class TraitMoveReader(LineParts parts, string purpose)
{
    /// <summary>
    /// A page of changes, each with what may be shown of it; null stands for what may not. A change is shown where the purpose may see what was stated: nothing tells
    /// it that there is a statement that it may not see.
    /// </summary>
    public async ValueTask<IReadOnlyList<(long Sequence, ProfileTraitChange? Shown)>> ReadAsync(
        StorageSession session, long after, int limit, CancellationToken cancellationToken)
    {
        var page = await session.TraitOutbox.ReadAsync(after, limit, cancellationToken).ConfigureAwait(false);
        var now = parts.Now;
        var people = new Dictionary<ProfileId, (PersonFacts Facts, ProfileView View)>();
        foreach (var person in await parts.Loader
            .ReadAsync(session, [.. page.Where(recorded => recorded.Move.Trait is not null).Select(recorded => recorded.Move.Profile).Distinct()], cancellationToken)
            .ConfigureAwait(false))
        {
            people[person.Id] = (person, parts.Merger.View(person, purpose, now));
        }

        return [.. page.Select(recorded => (recorded.Sequence, Show(recorded, people, now)))];
    }

    private ProfileTraitChange? Show(
        RecordedTraitMove recorded, Dictionary<ProfileId, (PersonFacts Facts, ProfileView View)> people, DateTimeOffset now)
    {
        var move = recorded.Move;
        if (move.Trait is not { } trait)
        {
            return new ProfileTraitChange(recorded.Sequence, move.Profile, null, null, move.At, null);
        }

        if (!people.TryGetValue(move.Profile, out var person) || !parts.Merger.PermitsClaim(person.Facts, trait, move.Fact, purpose, now))
        {
            return null;
        }

        return new ProfileTraitChange(recorded.Sequence, move.Profile, trait, person.View.Traits.GetValueOrDefault(trait), move.At, move.Fact);
    }
}
