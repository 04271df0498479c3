using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty;

/// <content>The outbox of changed traits, where <see cref="FirstPartyBuilder.TraitChanges"/> turned it on.</content>
public sealed partial class PlatformProfiles
{
    /// <summary>
    /// The changes of traits that a consumer has not dealt with, and from then on each as it is committed, in sequence, as a purpose may see them: a
    /// change of what the purpose may not see is not there. It ends when it is cancelled. Asking for the next change acknowledges those before; the cursor
    /// is stored every hundred, whenever there is nothing more, and at the end. So every change comes at least once, with the value as of its reading. A
    /// withdrawal changes no trait: what a consumer holds of somebody is asked for anew before it is used, or it follows consent too, as the changes of a
    /// segment of <see cref="Segments.Rule.Consent"/>, which tell withdrawals, objections, permissions that run out, and erasures. What other writers of the
    /// same store commit is heard within a second.
    /// </summary>
    /// <param name="cursor">The consumer's name, 1 to 100 characters. One loop and one purpose per name.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The name is blank or too long, or the purpose is not registered.</exception>
    /// <exception cref="InvalidOperationException">Changes of traits are not written down, so that none would ever come; thrown at once.</exception>
    /// <exception cref="ChangesForgottenException">The consumer stayed away for longer than changes are kept; thrown while enumerating.</exception>
    /// <exception cref="StorageException">The store failed.</exception>
    /// <example><code>
    /// await foreach (var change in cdp.Profiles.ChangesAsync("newsletter", "marketing.email", stopping))
    /// {
    ///     await newsletter.UpdateAsync(change.Profile, change.Trait, change.Value?.Value);
    /// }
    /// </code></example>
    public IAsyncEnumerable<ProfileTraitChange> ChangesAsync(string cursor, string purpose, CancellationToken cancellationToken = default)
    {
        ConsumerBook.Check(cursor);
        _platform.CheckPurpose(purpose);
        RefuseUnrecorded();
        return new ChangeFeed<ProfileTraitChange>(
            _platform,
            token => CursorAsync(cursor, token),
            (after, limit, token) => ReadChangesAsync(after, purpose, limit, token),
            (sequence, token) => AcknowledgeAsync(cursor, sequence, token)).ReadAsync(cancellationToken);
    }

    /// <summary>
    /// The changes of traits after a sequence as a purpose may see them, for a consumer that reads page by page. A page may hold fewer than there are: go on from its
    /// last sequence until <see cref="TraitChangePage.Through"/> is no longer above where it began.
    /// </summary>
    /// <param name="after">The last sequence that was dealt with; 0 for the beginning, which is the oldest change that is kept.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="limit">How many at most, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or a number is out of its range.</exception>
    /// <exception cref="InvalidOperationException">Changes of traits are not written down.</exception>
    /// <exception cref="ChangesForgottenException">Changes after it have been deleted because of their age.</exception>
    /// <exception cref="StorageException">The store failed.</exception>
    public async ValueTask<TraitChangePage> ChangesAsync(
        long after, string purpose, int limit = 500, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        _platform.CheckPurpose(purpose);
        RefuseUnrecorded();
        var page = await ReadChangesAsync(after, purpose, limit, cancellationToken).ConfigureAwait(false);
        return new TraitChangePage(
            page.Count == 0 ? after : page[^1].Sequence, [.. page.Select(read => read.Change).OfType<ProfileTraitChange>()]);
    }

    /// <summary>How far a consumer has acknowledged the changes of traits; 0 for one that never did.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public ValueTask<long> CursorAsync(string cursor, CancellationToken cancellationToken = default) => Consumers.ReadAsync(cursor, cancellationToken);

    /// <summary>Acknowledges all changes of traits up to a sequence. An older sequence than the one held is ignored.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public ValueTask AcknowledgeAsync(string cursor, long sequence, CancellationToken cancellationToken = default) =>
        Consumers.AcknowledgeAsync(cursor, sequence, cancellationToken);

    private ConsumerBook Consumers => new(_platform, ChangeStream.Traits);

    private void RefuseUnrecorded()
    {
        if (!_platform.Parts.RecordsTraits)
        {
            throw new InvalidOperationException("Changes of traits are not written down, so none would ever come. Add TraitChanges() to the setup.");
        }
    }

    private async ValueTask<IReadOnlyList<(long Sequence, ProfileTraitChange? Change)>> ReadChangesAsync(
        long after, string purpose, int limit, CancellationToken cancellationToken)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await Consumers.RefuseForgottenAsync(session, after, cancellationToken).ConfigureAwait(false);
            return await new TraitMoveReader(_platform.Parts, purpose).ReadAsync(session, after, limit, cancellationToken).ConfigureAwait(false);
        }
    }
}
