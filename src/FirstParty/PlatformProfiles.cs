using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty;

/// <summary>One profile per person. There is no read without a purpose: what the person did not permit for it is not there. Thread-safe.</summary>
public sealed partial class PlatformProfiles
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
            return person is null ? null : await ShowAsync(session, person, purpose, cancellationToken).ConfigureAwait(false);
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
            return person is null ? null : await ShowAsync(session, person, purpose, cancellationToken).ConfigureAwait(false);
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
            return await ShowAsync(
                session,
                person with { Identifiers = [.. person.Identifiers.Where(own.Contains)], Speaker = usable.Value, Events = [.. person.Events.Where(logged => own.Contains(logged.Anchor))] },
                purpose,
                cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Why a trait has the value it has: every claim that the purpose may see, with the step that beat it. Null when nobody is known by the identifier.
    /// </summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="trait">The trait's name.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or the trait's name is blank.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<TraitExplanation?> ExplainAsync(
        Identifier who, string trait, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(trait);
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? null : _platform.Parts.Merger.Explain(person, trait, purpose, _platform.Now);
        }
    }

    /// <summary>
    /// An account with its traits and members, as far as each member permits the purpose; null when no group call has named it.
    /// </summary>
    /// <param name="groupId">The account's id, as group calls name it.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or the account's id cannot be used.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<Account?> FindAccountAsync(string groupId, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(groupId);
        _platform.CheckPurpose(purpose);
        var account = _platform.Usable(new Identifier(IdentifierNamespace.GroupId, groupId));
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await new AccountReader(_platform.Parts)
                .FindAsync(session, account, purpose, _platform.Now, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The accounts that a person is a member of, as a purpose may see them now; empty when nobody is known by the identifier.</summary>
    /// <inheritdoc cref="FindAsync(Identifier, string, CancellationToken)" path="/*[not(self::summary)]" />
    public async ValueTask<ImmutableArray<Identifier>> AccountsAsync(
        Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? [] : new AccountReader(_platform.Parts).Of(person, purpose, _platform.Now);
        }
    }

    /// <summary>
    /// What the person of a profile id is known by, as far as a purpose may see it now, strongest first: the way from a change or a member of a segment to the
    /// host's own customer, or to an address. Empty when the purpose is not permitted, and when there is nobody any more. An address counts as the trait of
    /// its name; one that nothing but refused facts names is not there.
    /// </summary>
    /// <param name="id">The profile's id, of a segment change, a membership or a profile. Every id ever handed out keeps finding the person.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    /// <example><code>
    /// var known = await cdp.Profiles.IdentifiersAsync(change.Profile, "newsletter");
    /// var customer = known.FirstOrDefault(one => one.Namespace == IdentifierNamespace.UserId);
    /// </code></example>
    public async ValueTask<ImmutableArray<Identifier>> IdentifiersAsync(
        ProfileId id, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, id, cancellationToken).ConfigureAwait(false);
            return person is null ? [] : new KnownIdentifiers(_platform.Parts).Of(person, purpose, _platform.Now);
        }
    }

    /// <summary>How many profiles there are.</summary>
    public async ValueTask<long> CountAsync(CancellationToken cancellationToken = default)
    {
        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await session.Profiles.CountAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The person, and how much of what they are known by is not resolved yet.</summary>
    private async ValueTask<Profile> ShowAsync(StorageSession session, PersonFacts person, string purpose, CancellationToken cancellationToken)
    {
        var shown = Show(person, purpose);
        return _platform.ResolvesInBackground
            ? shown with
            {
                Unresolved = await session.Unresolved
                    .CountAsync([.. person.Identifiers.Select(ProfileId.Of)], cancellationToken).ConfigureAwait(false),
            }
            : shown;
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
