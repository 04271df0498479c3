using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Identity.Maps;
using FirstParty.Pipeline;
using FirstParty.Pipeline.Previews;
using FirstParty.Profiles;

namespace FirstParty;

public sealed partial class PlatformProfiles
{
    private const string Operator = "firstparty.operator";

    /// <summary>
    /// Somebody of the host decides that two identifiers are one person: an act with an actor and a reason, stronger than any event. Undone with
    /// <see cref="RetractAsync"/>. What a source merely saw together, at a login say, is <see cref="CustomerDataPlatform.LinkAsync"/>.
    /// </summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="reason">Why, in their words; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>
    /// The act's id, and what it has come to. The act stands even where it changes nothing now: <see cref="IdentityOutcome.Detail"/> says what stood against it.
    /// </returns>
    /// <exception cref="ArgumentException">An identifier cannot be used.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was linked.</exception>
    public ValueTask<IdentityOutcome> LinkAsync(
        Identifier first, Identifier second, string? actor = null, string? reason = null, CancellationToken cancellationToken = default) =>
        DrawAsync(
            (id, at) => new LinkAssertion
            {
                Id = id, At = at, Identifiers = [_platform.Usable(first), _platform.Usable(second)], Actor = actor, Reason = reason,
            },
            cancellationToken);

    /// <summary>
    /// Somebody of the host decides that two identifiers are two people: they are taken apart, with everything that belongs to each, and never
    /// share a profile while this stands. Undone with <see cref="RetractAsync"/>.
    /// </summary>
    /// <inheritdoc cref="LinkAsync" path="/*[not(self::summary)]" />
    public ValueTask<IdentityOutcome> SeparateAsync(
        Identifier first, Identifier second, string? actor = null, string? reason = null, CancellationToken cancellationToken = default) =>
        DrawAsync(
            (id, at) => new SeparateAssertion
            {
                Id = id, At = at, First = _platform.Usable(first), Second = _platform.Usable(second), Actor = actor, Reason = reason,
            },
            cancellationToken);

    /// <summary>
    /// Facts count as never said, for good, with everything they told: whatever they merged is exactly what it was before, and what an event said of a
    /// person is gone from them. Retracting what never was changes nothing now; should it arrive, it counts as never said.
    /// </summary>
    /// <param name="facts">The ids of events, links, separations, suggestions or acts of expiry.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="reason">Why, in their words; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">One of the facts is the default value.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was retracted.</exception>
    public async ValueTask<RetractionOutcome> RetractAsync(
        IReadOnlyCollection<FactId> facts, string? actor = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Contains(default))
        {
            throw new ArgumentException("One of the facts is no fact: a FactId comes from an outcome, an event or an act.", nameof(facts));
        }

        FactId[] distinct = [.. facts.Distinct()];
        var work = Work(
            (id, at) => new RetractAssertion
            {
                Id = id, At = at, Targets = [.. distinct, .. distinct.Select(EventAssertions.AliasIdOf)], Actor = actor, Reason = reason,
            },
            out var act);
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        var unknown = work.Change!.UnknownTargets.ToHashSet();
        return new RetractionOutcome(act, [.. distinct.Where(fact => !unknown.Contains(fact))], [.. distinct.Where(unknown.Contains)]);
    }

    /// <summary>
    /// What would come of an act, without saying it: who would merge or split, and which traits, segments and decisions would change, as the purpose may
    /// see them. Writes nothing and keeps no writer waiting. An expiry is foreseen for everybody whom it would concern, which reads every tie that is old enough.
    /// </summary>
    /// <param name="proposal">The act.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or an expiry is proposed as of an instant in the future.</exception>
    /// <exception cref="InvalidOperationException">An expiry is proposed, and no namespace of the identity rules expires.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<ProfilePreview> PreviewAsync(
        IdentityProposal proposal, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        _platform.CheckPurpose(purpose);
        var now = _platform.Now;
        var act = proposal.Act(FactId.Of(Operator, _platform.Parts.NewId(now).ToString("D")), now);
        if (act is ExpireAssertion expiry)
        {
            CheckExpiry(expiry.AsOf, now);
        }

        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await new ProfilePreviewer(_platform.Parts, person => Show(person, purpose))
                .PreviewAsync(session, act, now, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What resolution did to the person behind an identifier, oldest first: merged, split, moved, contested. Holds ids and no values.
    /// </summary>
    public async ValueTask<IReadOnlyList<ResolutionEntry>> HistoryAsync(Identifier who, CancellationToken cancellationToken = default)
    {
        var usable = _platform.Usable(who);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var members = await PersonDirectory.MembersAsync(session, [usable], cancellationToken).ConfigureAwait(false);
            var ids = members.SelectMany(member => member.Value.Select(ProfileId.Of).Append(member.Key)).Append(ProfileId.Of(usable)).ToHashSet();
            return await session.Identity.ReadHistoryAsync(ids, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The identifiers around a person with every link between them: its strength, source and time, and what the rules made of it. For an operator's
    /// eyes; null when nobody is known by the identifier, or the person does not permit the purpose.
    /// </summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="most">How many identifiers at most; from 1.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<IdentityMap?> MapAsync(
        Identifier who, string purpose, int most = 100, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null || !person.Word.Decide(purpose, _platform.Now).Allowed ? null : await MapReader
                .ReadAsync(session, _platform.Parts.IdentityRules, person.Id, most, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A model thinks that two identifiers may be one person. That merges nobody, however sure it is: it waits until a person of the host accepts it with
    /// <see cref="AcceptAsync"/> or turns it down with <see cref="RejectAsync"/>. Taken back with <see cref="RetractAsync"/>.
    /// </summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="weight">How sure the model is, from 0 to 1.</param>
    /// <param name="model">The model's name and version.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>The suggestion's id.</returns>
    /// <exception cref="ArgumentException">
    /// An identifier cannot be used, both are the same one as the rules write it, the weight is out of range, or the model has no name.
    /// </exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was suggested.</exception>
    public ValueTask<FactId> SuggestAsync(
        Identifier first, Identifier second, double weight, string model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        if (weight is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is from 0 to 1.");
        }

        var (one, other) = (_platform.Usable(first), _platform.Usable(second));
        if (one == other)
        {
            throw new ArgumentException($"Both are the same '{one.Namespace}' as the rules write it, so there is nothing to suggest.", nameof(second));
        }

        return SayAsync(
            (id, at) => new SuggestAssertion { Id = id, At = at, First = one, Second = other, Weight = weight, Model = model },
            cancellationToken);
    }

    /// <summary>The suggestions in a state, the surest first.</summary>
    /// <param name="state">Those that nobody has decided on, unless said otherwise.</param>
    /// <param name="limit">How many at most; from 1.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<ImmutableArray<IdentitySuggestion>> SuggestionsAsync(
        SuggestionState state = SuggestionState.Open, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var all = await SuggestionReader.ReadAsync(
                session.Identity, _platform.Parts.IdentityRules, new GraphQuery { EverySuggestion = true }, cancellationToken).ConfigureAwait(false);
            return [.. all.Where(judged => judged.State == state).Take(limit)];
        }
    }

    /// <summary>A person of the host accepts a suggestion: a manual link in their name, with the model as its reason.</summary>
    /// <param name="suggestion">The suggestion's id.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>The link's id, and what it has come to.</returns>
    /// <exception cref="ArgumentException">Nobody is named as the actor.</exception>
    /// <exception cref="KeyNotFoundException">There is no such suggestion.</exception>
    /// <exception cref="InvalidOperationException">Somebody has decided on it before.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was decided.</exception>
    public ValueTask<IdentityOutcome> AcceptAsync(FactId suggestion, string actor, CancellationToken cancellationToken = default) =>
        DecideAsync(suggestion, actor, (suggested, id, at) => suggested.Accept(id, at, actor), cancellationToken);

    /// <summary>A person of the host turns a suggestion down: the two are kept apart from now on, in their name, with the model as its reason.</summary>
    /// <returns>The separation's id, and what it has come to.</returns>
    /// <inheritdoc cref="AcceptAsync" path="/*[not(self::summary or self::returns)]" />
    public ValueTask<IdentityOutcome> RejectAsync(FactId suggestion, string actor, CancellationToken cancellationToken = default) =>
        DecideAsync(suggestion, actor, (suggested, id, at) => suggested.Reject(id, at, actor), cancellationToken);

    private async ValueTask<IdentityOutcome> DecideAsync(
        FactId suggestion, string actor, Func<SuggestAssertion, FactId, DateTimeOffset, IdentityAct> decide, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var now = _platform.Now;
        var id = FactId.Of(Operator, _platform.Parts.NewId(now).ToString("D"));
        var work = new DecideSuggestionWork(suggestion, suggested => decide(suggested, id, now), _platform.Parts);
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Outcome!;
    }

    private async ValueTask<IdentityOutcome> DrawAsync(Func<FactId, DateTimeOffset, IdentityAct> act, CancellationToken cancellationToken)
    {
        var work = Work(act, out _);
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Outcome!;
    }

    private async ValueTask<FactId> SayAsync(Func<FactId, DateTimeOffset, IdentityAct> act, CancellationToken cancellationToken)
    {
        await _platform.SubmitAsync(Work(act, out var id), cancellationToken).ConfigureAwait(false);
        return id;
    }

    private IdentityWork Work(Func<FactId, DateTimeOffset, IdentityAct> act, out FactId id)
    {
        var now = _platform.Now;
        id = FactId.Of(Operator, _platform.Parts.NewId(now).ToString("D"));
        return new IdentityWork([act(id, now)], _platform.Parts);
    }
}
