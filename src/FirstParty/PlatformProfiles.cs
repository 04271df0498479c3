using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;

namespace FirstParty;

/// <summary>One profile per person. There is no read without a purpose: what the person did not permit for it is not there. Thread-safe.</summary>
public sealed class PlatformProfiles
{
    private readonly CustomerDataPlatform _platform;

    internal PlatformProfiles(CustomerDataPlatform platform) => _platform = platform;

    /// <summary>The person behind an identifier as a purpose may see them now, or null when nobody is known by it.</summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<Profile?> FindAsync(Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? null : Show(person, purpose);
        }
    }

    /// <summary>The person of a profile id, as a purpose may see them now. Every id ever handed out keeps finding the person.</summary>
    /// <inheritdoc cref="FindAsync(Identifier, string, CancellationToken)" path="/*[not(self::summary)]" />
    public async ValueTask<Profile?> FindAsync(ProfileId id, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, id, cancellationToken).ConfigureAwait(false);
            return person is null ? null : Show(person, purpose);
        }
    }

    /// <summary>
    /// What a browser's own visitor may be shown: only what is owned by identifiers that are tied to theirs by a verified, authoritative or manual
    /// link. An e-mail that somebody merely typed opens nobody's profile.
    /// </summary>
    /// <inheritdoc cref="FindAsync(Identifier, string, CancellationToken)" path="/*[not(self::summary)]" />
    public async ValueTask<Profile?> FindOwnAsync(Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        if (!_platform.Parts.IdentityRules.TryNormalise(who, out var usable, out _))
        {
            return null;
        }

        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            if (person is null)
            {
                return null;
            }

            var own = (await VerifiedLinks.ReadAsync(session, [usable.Value], cancellationToken).ConfigureAwait(false)).From(usable.Value);
            return Show(
                person with { Identifiers = [.. person.Identifiers.Where(own.Contains)], Speaker = usable.Value, Events = [.. person.Events.Where(logged => own.Contains(logged.Anchor))] },
                purpose);
        }
    }

    /// <summary>
    /// What a purpose may see of a person's events now, oldest first: those whose consent or sensitivity forbids it are not there, and neither are
    /// their forbidden properties. Empty when nobody is known by the identifier.
    /// </summary>
    /// <inheritdoc cref="FindAsync(Identifier, string, CancellationToken)" path="/*[not(self::summary)]" />
    public async ValueTask<IReadOnlyList<LoggedEvent>> EventsAsync(
        Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            if (person is null)
            {
                return [];
            }

            var now = _platform.Now;
            return person.Word.Decide(purpose, now).Allowed ? _platform.Parts.Merger.View(person, purpose, now).Events.All.ToList() : [];
        }
    }

    /// <summary>Somebody of the host decides that two identifiers are one person. Undone with <see cref="RetractAsync"/>.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="reason">Why, in their words; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>The act's id.</returns>
    /// <exception cref="ArgumentException">An identifier cannot be used.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was linked.</exception>
    public ValueTask<FactId> LinkAsync(
        Identifier first, Identifier second, string? actor = null, string? reason = null, CancellationToken cancellationToken = default) =>
        ActAsync(
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
    public ValueTask<FactId> SeparateAsync(
        Identifier first, Identifier second, string? actor = null, string? reason = null, CancellationToken cancellationToken = default) =>
        ActAsync(
            (id, at) => new SeparateAssertion
            {
                Id = id, At = at, First = _platform.Usable(first), Second = _platform.Usable(second), Actor = actor, Reason = reason,
            },
            cancellationToken);

    /// <summary>
    /// Facts count as never said for who is who, for good: whatever they merged is exactly what it was before. Retracting what never was changes
    /// nothing, now or later. What the events tell about their own anchor stays.
    /// </summary>
    /// <param name="facts">The ids of events, links or separations.</param>
    /// <param name="actor">Who decided, for the audit; no personal datum of a customer.</param>
    /// <param name="reason">Why, in their words; no personal datum of a customer.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>The act's id.</returns>
    /// <exception cref="Storage.StorageException">The store failed; nothing was retracted.</exception>
    public ValueTask<FactId> RetractAsync(
        IReadOnlyCollection<FactId> facts, string? actor = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return ActAsync(
            (id, at) => new RetractAssertion { Id = id, At = at, Targets = [.. facts], Actor = actor, Reason = reason }, cancellationToken);
    }

    /// <summary>What resolution did to the person behind an identifier, oldest first: merges, splits, moves. Holds ids and no values.</summary>
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

    /// <summary>How many profiles there are.</summary>
    public async ValueTask<long> CountAsync(CancellationToken cancellationToken = default)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await session.Profiles.CountAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<FactId> ActAsync(Func<FactId, DateTimeOffset, IdentityAct> act, CancellationToken cancellationToken)
    {
        var now = _platform.Now;
        var id = FactId.Of("firstparty.operator", _platform.Parts.NewId(now).ToString("D"));
        await _platform.SubmitAsync(new IdentityWork([act(id, now)], _platform.Parts), cancellationToken).ConfigureAwait(false);
        return id;
    }

    private Profile Show(PersonFacts person, string purpose)
    {
        var now = _platform.Now;
        var decision = person.Word.Decide(purpose, now);
        var shown = new Profile { Id = person.Id, Purpose = purpose, Decision = decision, AsOf = now };
        var view = _platform.Parts.Merger.View(person, purpose, now);
        if (!decision.Allowed)
        {
            return shown with { Withheld = view.Withheld };
        }

        var segments = _platform.Parts.Evaluate.Judge(person, now, purpose)
            .Where(verdict => verdict.IsMember && _platform.Parts.Segments[verdict.Segment].Purpose is var made && (made is null || made == purpose))
            .Select(verdict => verdict.Segment);
        return shown with
        {
            Traits = view.Traits,
            Segments = segments.ToImmutableSortedSet(StringComparer.Ordinal),
            Events = view.Events.Count,
            Withheld = view.Withheld,
        };
    }
}
