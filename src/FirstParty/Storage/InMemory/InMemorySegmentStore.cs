using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty.Storage.InMemory;

/// <summary>Memberships, flips and changes in memory, over persistent collections: a session works on its own version, a commit publishes it.</summary>
internal sealed class InMemorySegmentStore(InMemorySegmentStore.State state) : SegmentStore
{
    internal State Current { get; private set; } = state;

    public override ValueTask<IReadOnlyList<SegmentMembership>> ReadMembershipsAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SegmentMembership>>(
        [
            .. from profile in profiles.Distinct()
               from held in Current.Of(profile)
               select new SegmentMembership(profile, held.Key, held.Value),
        ]);

    public override ValueTask ApplyAsync(SegmentUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        Current = update.Erased.Aggregate(Current, (current, profile) => current.Without(profile));
        Current = Current with { Changes = Current.Changes.RemoveAll(recorded => recorded.Sequence <= update.ForgottenThrough) };
        Current = update.Changes.Aggregate(Current, (current, change) => current.With(change));
        Current = update.Flips.Aggregate(Current, (current, flip) => current.With(flip));
        Current = update.SoonerFlips.Aggregate(Current, (current, flip) => current.Sooner(flip));
        Current = update.Awaited.Aggregate(Current, (current, look) => current.With(look));
        Current = Current with
        {
            Revisions = update.Revisions.Aggregate(
                Current.Revisions.RemoveRange(update.Dropped), (revisions, revision) => revisions.SetItem(revision.Segment, revision)),
        };
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<ProfileFlip>> ReadDueFlipsAsync(
        DateTimeOffset until, ProfileFlip? after, int limit, CancellationToken cancellationToken)
    {
        var start = after is { At: { } at } last
            ? Current.Due.IndexOf((at, last.Profile.Value)) is var found && found < 0 ? ~found : found + 1
            : 0;
        return ValueTask.FromResult<IReadOnlyList<ProfileFlip>>(
        [
            .. Enumerable.Range(start, Current.Due.Count - start).Select(position => Current.Due[position])
                .TakeWhile(due => due.At <= until).Take(limit).Select(due => new ProfileFlip(new ProfileId(due.Profile), due.At)),
        ]);
    }

    public override ValueTask<IReadOnlyList<AwaitedLook>> ReadAwaitedAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AwaitedLook>>(
            [.. profiles.Distinct().Select(profile => Current.Awaited.GetValueOrDefault(profile.Value)).OfType<AwaitedLook>()]);

    public override ValueTask<IReadOnlyList<RecordedSegmentChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var changes = Current.Changes;
        var index = changes.BinarySearch(new RecordedSegmentChange(after, null!), BySequence);
        var start = index < 0 ? ~index : index + 1;
        return ValueTask.FromResult<IReadOnlyList<RecordedSegmentChange>>(changes.GetRange(start, Math.Clamp(changes.Count - start, 0, limit)));
    }

    public override ValueTask<IReadOnlyList<SegmentMembership>> ReadMembersAsync(
        string segment, ProfileId? after, int limit, CancellationToken cancellationToken)
    {
        var members = Current.Members.GetValueOrDefault(segment, State.Nobody);
        var index = after is { } last ? members.IndexOf(last.Value) is var found && found < 0 ? ~found : found + 1 : 0;
        return ValueTask.FromResult<IReadOnlyList<SegmentMembership>>(
        [
            .. from position in Enumerable.Range(index, Math.Clamp(members.Count - index, 0, limit))
               let profile = new ProfileId(members[position])
               select new SegmentMembership(profile, segment, Current.Of(profile)[segment]),
        ]);
    }

    public override ValueTask<IReadOnlyDictionary<string, long>> CountMembersAsync(
        IReadOnlyCollection<string> segments, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, long>>(segments.Distinct(StringComparer.Ordinal).ToDictionary(
            segment => segment,
            segment => (long)Current.Members.GetValueOrDefault(segment, State.Nobody).Count,
            StringComparer.Ordinal));

    public override ValueTask<IReadOnlyList<SegmentRevision>> ReadRevisionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SegmentRevision>>([.. Current.Revisions.Values]);

    private static Comparer<RecordedSegmentChange> BySequence { get; } =
        Comparer<RecordedSegmentChange>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));

    /// <summary>Everything that is stored; a value.</summary>
    internal sealed record State(
        ImmutableDictionary<Guid, ImmutableDictionary<string, DateTimeOffset>> ByProfile,
        ImmutableDictionary<string, ImmutableSortedSet<Guid>> Members,
        ImmutableDictionary<Guid, DateTimeOffset> Flips,
        ImmutableSortedSet<(DateTimeOffset At, Guid Profile)> Due,
        ImmutableDictionary<Guid, AwaitedLook> Awaited,
        ImmutableList<RecordedSegmentChange> Changes,
        long LastSequence,
        ImmutableDictionary<string, SegmentRevision> Revisions)
    {
        private static readonly ImmutableDictionary<string, DateTimeOffset> None =
            ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

        public static ImmutableSortedSet<Guid> Nobody => ImmutableSortedSet<Guid>.Empty;

        public static State Empty { get; } = new(
            ImmutableDictionary<Guid, ImmutableDictionary<string, DateTimeOffset>>.Empty,
            ImmutableDictionary.Create<string, ImmutableSortedSet<Guid>>(StringComparer.Ordinal),
            ImmutableDictionary<Guid, DateTimeOffset>.Empty,
            [],
            ImmutableDictionary<Guid, AwaitedLook>.Empty,
            [],
            0,
            ImmutableDictionary.Create<string, SegmentRevision>(StringComparer.Ordinal));

        public ImmutableDictionary<string, DateTimeOffset> Of(ProfileId profile) => ByProfile.GetValueOrDefault(profile.Value, None);

        public State With(SegmentChange change)
        {
            var (profile, segment, held) = (change.Profile.Value, change.Segment, Of(change.Profile));
            var members = Members.GetValueOrDefault(segment, Nobody);
            var entered = change.Transition == SegmentTransition.Entered;
            held = !entered ? held.Remove(segment) : held.ContainsKey(segment) ? held : held.Add(segment, change.At);
            return this with
            {
                ByProfile = held.IsEmpty ? ByProfile.Remove(profile) : ByProfile.SetItem(profile, held),
                Members = Members.SetItem(segment, entered ? members.Add(profile) : members.Remove(profile)),
                Changes = Changes.Add(new RecordedSegmentChange(LastSequence + 1, change)),
                LastSequence = LastSequence + 1,
            };
        }

        public State With(AwaitedLook look) => Sooner(new ProfileFlip(look.Profile, look.At)) with
        {
            Awaited = Awaited.SetItem(look.Profile.Value, Awaited.GetValueOrDefault(look.Profile.Value)?.With(look) ?? look),
        };

        public State With(ProfileFlip flip) => Moved(flip) with { Awaited = Awaited.Remove(flip.Profile.Value) };

        private State Moved(ProfileFlip flip)
        {
            var profile = flip.Profile.Value;
            var due = Flips.TryGetValue(profile, out var before) ? Due.Remove((before, profile)) : Due;
            return flip.At is { } at
                ? this with { Flips = Flips.SetItem(profile, at), Due = due.Add((at, profile)) }
                : this with { Flips = Flips.Remove(profile), Due = due };
        }

        public State Sooner(ProfileFlip flip) =>
            flip.At is null || (Flips.TryGetValue(flip.Profile.Value, out var held) && held <= flip.At) ? this : Moved(flip);

        public State Without(ProfileId profile) => With(new ProfileFlip(profile, null)) with
        {
            ByProfile = ByProfile.Remove(profile.Value),
            Members = Of(profile).Keys.Aggregate(Members, (members, segment) => members.SetItem(segment, members[segment].Remove(profile.Value))),
            Changes = Changes.RemoveAll(recorded => recorded.Change.Profile == profile),
            Revisions = Revisions.SetItems(Revisions.Where(held => held.Value.Through == profile)
                .Select(held => KeyValuePair.Create(held.Key, held.Value with { Through = null }))),
        };
    }
}
