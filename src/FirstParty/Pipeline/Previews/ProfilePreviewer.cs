using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Pipeline.Previews;

/// <summary>
/// Says what would come of an act: the line's own resolution, merging and evaluation over a graph in memory that lies over the stored one. Reads a
/// session that could not write if it wanted to.
/// </summary>
internal sealed class ProfilePreviewer(LineParts parts, Func<PersonFacts, Profile> show)
{
    private const int Page = 500;

    public async ValueTask<ProfilePreview> PreviewAsync(
        StorageSession session, IdentityAct act, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var graph = new OverlayGraph(session.Identity);
        var (rearranged, steps) = await ResolveAsync(session, graph, act, cancellationToken).ConfigureAwait(false);
        var overlay = new OverlaySession(session, graph);
        var (owners, heirs) = (new Dictionary<FactId, ProfileId>(), new Dictionary<FactId, ProfileId>());
        var (differences, changes) = (new List<ProfileDifference>(), new List<ProfileChange>());
        foreach (var ids in rearranged.Order().Chunk(Page))
        {
            var before = await LoadAsync(session, ids, owners, cancellationToken).ConfigureAwait(false);
            var after = await LoadAsync(overlay, ids, heirs, cancellationToken).ConfigureAwait(false);
            foreach (var id in ids.Where(id => before.ContainsKey(id) || after.ContainsKey(id)))
            {
                var (was, wouldBe) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
                differences.Add(new ProfileDifference(id, was?.Identifiers ?? [], wouldBe?.Identifiers ?? []));
                changes.AddRange(Change(id, was, wouldBe, now) is { } change ? [change] : []);
            }
        }

        var moved = heirs.Where(heir => owners.TryGetValue(heir.Key, out var owner) && owner != heir.Value).Select(heir => heir.Key);
        return new ProfilePreview
        {
            Resolution = new ResolutionPreview
            {
                Profiles = [.. differences.Where(difference => !difference.Before.SequenceEqual(difference.After))],
                Reattributed = [.. moved.Order()],
            },
            Steps = steps,
            Profiles = [.. changes],
        };
    }

    /// <summary>Says the act to the graph, and lets go what is too old by it, or, if it takes such an act back, ties anew what was.</summary>
    private async ValueTask<(IReadOnlySet<ProfileId> Rearranged, ImmutableArray<ResolutionEntry> Steps)> ResolveAsync(
        StorageSession session, OverlayGraph graph, IdentityAct act, CancellationToken cancellationToken)
    {
        var said = await parts.Resolver.ApplyAsync(graph, [act], cancellationToken).ConfigureAwait(false);
        var (rearranged, steps) = (said.Rearranged.ToHashSet(), said.History.ToList());
        if (said.AsOf == said.FormerAsOf)
        {
            return (rearranged, [.. steps]);
        }

        for (var walk = parts.Resolver.Review(said.AsOf, takenBack: !(said.AsOf >= said.FormerAsOf) && said.FormerAsOf is not null); !walk.IsOver;)
        {
            var links = await walk.NextAsync(session.Identity, Page, cancellationToken).ConfigureAwait(false);
            var change = await parts.Resolver.ReviewAsync(graph, links, cancellationToken).ConfigureAwait(false);
            rearranged.UnionWith(change.Rearranged);
            steps.AddRange(change.History);
        }

        return (rearranged, [.. steps]);
    }

    /// <summary>The people of these profiles; notes whose each of their events is.</summary>
    private async ValueTask<Dictionary<ProfileId, PersonFacts>> LoadAsync(
        StorageSession session, IReadOnlyCollection<ProfileId> profiles, Dictionary<FactId, ProfileId> owners, CancellationToken cancellationToken)
    {
        var people = await parts.Loader.ReadAsync(session, profiles, cancellationToken).ConfigureAwait(false);
        foreach (var (person, logged) in people.SelectMany(person => person.Events, (person, logged) => (person, logged)))
        {
            owners[logged.Id] = person.Id;
        }

        return people.ToDictionary(person => person.Id);
    }

    private ProfileChange? Change(ProfileId id, PersonFacts? was, PersonFacts? wouldBe, DateTimeOffset now)
    {
        var (before, after) = (was is null ? null : show(was), wouldBe is null ? null : show(wouldBe));
        var names = (before?.Traits.Keys ?? []).Union(after?.Traits.Keys ?? [], StringComparer.Ordinal);
        var segments = (Before: before?.Segments ?? [], After: after?.Segments ?? []);
        var change = new ProfileChange
        {
            Id = id,
            Before = before,
            After = after,
            Traits =
            [
                .. names.Order(StringComparer.Ordinal)
                    .Select(name => new TraitChange(name, before?.Traits.GetValueOrDefault(name), after?.Traits.GetValueOrDefault(name)))
                    .Where(trait => trait.Before != trait.After),
            ],
            Entered = segments.After.Except(segments.Before),
            Left = segments.Before.Except(segments.After),
            Consent =
            [
                .. parts.ConsentRules.Purposes
                    .Select(purpose => new DecisionChange(purpose.Id, was?.Word.Decide(purpose.Id, now).Status, wouldBe?.Word.Decide(purpose.Id, now).Status))
                    .Where(decision => decision.Before != decision.After)
                    .OrderBy(decision => decision.Purpose, StringComparer.Ordinal),
            ],
        };
        var isSame = before is not null && after is not null && change is { Traits.IsEmpty: true, Entered.Count: 0, Left.Count: 0, Consent.IsEmpty: true }
            && before.Events == after.Events && before.Withheld == after.Withheld && was!.Identifiers.SequenceEqual(wouldBe!.Identifiers);
        return isSame ? null : change;
    }
}
