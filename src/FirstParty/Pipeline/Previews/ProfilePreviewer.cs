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
    public async ValueTask<ProfilePreview> PreviewAsync(
        StorageSession session, IdentityAct act, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var graph = new OverlayGraph(session.Identity);
        var change = await parts.Resolver.ApplyAsync(graph, [act], cancellationToken).ConfigureAwait(false);
        var before = await LoadAsync(session, change.Rearranged, cancellationToken).ConfigureAwait(false);
        var after = await LoadAsync(new OverlaySession(session, graph), change.Rearranged, cancellationToken).ConfigureAwait(false);
        ProfileId[] ids = [.. before.Keys.Union(after.Keys).Order()];
        return new ProfilePreview
        {
            Resolution = Compare(ids, before, after),
            Steps = change.History,
            Profiles = [.. ids.Select(id => Change(id, before.GetValueOrDefault(id), after.GetValueOrDefault(id), now)).OfType<ProfileChange>()],
        };
    }

    private async ValueTask<Dictionary<ProfileId, PersonFacts>> LoadAsync(
        StorageSession session, IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken) =>
        (await parts.Loader.ReadAsync(session, profiles, cancellationToken).ConfigureAwait(false)).ToDictionary(person => person.Id);

    private static ResolutionPreview Compare(
        ProfileId[] ids, Dictionary<ProfileId, PersonFacts> before, Dictionary<ProfileId, PersonFacts> after)
    {
        var owners = before.Values.SelectMany(person => person.Events, (person, logged) => (logged.Id, Owner: person.Id)).ToDictionary(owned => owned.Id, owned => owned.Owner);
        return new ResolutionPreview
        {
            Profiles =
            [
                .. ids.Select(id => new ProfileDifference(id, before.GetValueOrDefault(id)?.Identifiers ?? [], after.GetValueOrDefault(id)?.Identifiers ?? []))
                    .Where(difference => !difference.Before.SequenceEqual(difference.After)),
            ],
            Reattributed =
            [
                .. after.Values.SelectMany(person => person.Events, (person, logged) => (logged.Id, Owner: person.Id))
                    .Where(owned => owners.TryGetValue(owned.Id, out var owner) && owner != owned.Owner)
                    .Select(owned => owned.Id)
                    .Order(),
            ],
        };
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
