using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of applying, where the host asked for it: which traits of whom may have another value now is for the outbox, in the same transaction. What all
/// statements of a person agree on has not changed, however often it is said.
/// </summary>
internal sealed class RecordTraits(ProfileMerger merger, Batch batch)
{
    /// <summary>How much longer an event may have waited in the queue than the first of those that a look is for was noted after it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly List<TraitMove> _moves = [];

    /// <summary>
    /// Notes the traits whose survivor is another than before, and those of which some purpose may see another value though the survivor stays: a new
    /// statement differs from it, or is one that others may see; or the facts were shared out anew and disagree.
    /// </summary>
    public void Compare(PersonFacts person, StoredProfile? before, StoredProfile after)
    {
        var held = (before?.Traits ?? []).ToDictionary(trait => trait.Name, StringComparer.Ordinal);
        var moved = Survivors(held, after.Traits);
        var stated = Stated(person);
        var look = batch.Awaited.GetValueOrDefault(person.Id);
        var isShared = before is not null && (batch.Rearranged.Contains(person.Id) || look?.Cause == SegmentChangeCause.Identity);
        if (stated.Count > 0 || isShared)
        {
            foreach (var claims in merger.Claims(person).GroupBy(claim => claim.Trait, StringComparer.Ordinal))
            {
                if (isShared
                    ? claims.Any(claim => !claim.Value.Equals(claims.First().Value))
                    : stated.TryGetValue(claims.Key, out var facts)
                        && claims.Any(claim => facts.Contains(claim.Fact) && !SaysTheSame(held.GetValueOrDefault(claims.Key), claim)))
                {
                    moved.Add(claims.Key);
                }
            }
        }

        _moves.AddRange(moved.Select(trait => new TraitMove(
            person.Id, trait, look?.At ?? batch.Now, !isShared && stated.GetValueOrDefault(trait) is [var fact] ? fact : null)));
    }

    /// <summary>What was found, and that some of the profiles that are no more had been there.</summary>
    public async ValueTask<IReadOnlyList<TraitMove>> FinishAsync(CancellationToken cancellationToken)
    {
        if (batch.Gone.Count > 0)
        {
            var gone = await batch.Session.Profiles.ReadAsync(batch.Gone, cancellationToken).ConfigureAwait(false);
            _moves.AddRange(gone.Select(profile => profile.Id).Order().Select(
                id => new TraitMove(id, Trait: null, batch.Awaited.GetValueOrDefault(id)?.At ?? batch.Now)));
        }

        return _moves;
    }

    private Dictionary<string, List<FactId>> Stated(PersonFacts person)
    {
        var stated = new Dictionary<string, List<FactId>>(StringComparer.Ordinal);
        foreach (var logged in News(person).Where(logged => logged.Kind == EventKind.Identify))
        {
            foreach (var (trait, _) in logged.Properties)
            {
                (stated.TryGetValue(trait, out var facts) ? facts : stated[trait] = []).Add(logged.Id);
            }
        }

        return stated;
    }

    /// <summary>What is new of a person; of one who awaited a look, what was said since.</summary>
    private IEnumerable<LoggedEvent> News(PersonFacts person) => batch.Awaited.GetValueOrDefault(person.Id) is not { } look
        ? batch.News.GetValueOrDefault(person.Id, [])
        : look.Fact is { } fact
            ? person.Stated.Where(logged => logged.Id == fact)
            : person.Stated.Where(logged => logged.ReceivedAt >= batch.DueAt[person.Id] - LongestWait);

    private static SortedSet<string> Survivors(IReadOnlyDictionary<string, TraitValue> before, IReadOnlyList<TraitValue> after)
    {
        var names = after.Select(trait => trait.Name).ToHashSet(StringComparer.Ordinal);
        return new SortedSet<string>(
            after.Where(trait => !before.TryGetValue(trait.Name, out var was) || !was.Value.Equals(trait.Value)).Select(trait => trait.Name)
                .Concat(before.Keys.Where(name => !names.Contains(name))),
            StringComparer.Ordinal);
    }

    /// <summary>Whether whoever may see the statement saw the same before.</summary>
    private static bool SaysTheSame(TraitValue? held, TraitClaim claim) => held is not null
        && held.Value.Equals(claim.Value)
        && held.Party == claim.Party
        && held.Sensitivity == claim.Sensitivity
        && held.SpecialCategories == claim.SpecialCategories
        && held.Identifier == claim.Identifier;
}
