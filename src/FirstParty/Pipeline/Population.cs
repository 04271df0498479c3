using System.Runtime.CompilerServices;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Everybody, page by page in the order of the ids, each page in a reading session of its own so that no writer's log grows meanwhile.</summary>
internal sealed class Population(Func<CancellationToken, ValueTask<StorageSession>> read, LineParts parts)
{
    /// <summary>The people of each page, with the session they were read in; the session ends when the next page is asked for.</summary>
    public async IAsyncEnumerable<(StorageSession Session, IReadOnlyList<PersonFacts> People)> PagesAsync(
        int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProfileId? after = null;
        int found;
        do
        {
            var session = await read(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var page = await session.Profiles.ListAsync(after, size, cancellationToken).ConfigureAwait(false);
                (found, after) = (page.Count, page.Count == 0 ? null : page[^1].Id);
                yield return (session, await parts.Loader.ReadAsync(session, [.. page.Select(profile => profile.Id)], cancellationToken).ConfigureAwait(false));
            }
        }
        while (found == size);
    }

    /// <summary>Everybody as a purpose may see them at an instant.</summary>
    public async IAsyncEnumerable<ProfileView> ViewsAsync(
        string? purpose, DateTimeOffset at, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (_, people) in PagesAsync(500, cancellationToken).ConfigureAwait(false))
        {
            foreach (var person in people)
            {
                yield return new PersonViews(person, parts.Merger, at).For(purpose);
            }
        }
    }
}
