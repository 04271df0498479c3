using FirstParty.Events;
using FirstParty.Pipeline;
using FirstParty.Storage;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Versions;

namespace FirstParty;

/// <content>What is done now and then: rebuilding, replaying what waits, following changed definitions, deriving keys.</content>
public sealed partial class CustomerDataPlatform
{
    private const int MostLooksBeside = 4;

    /// <summary>
    /// Drops every cache (the identity graph, profiles, memberships, flips) and computes them anew from the facts, in one transaction. Needed after a
    /// change of identity rules or segments; otherwise it changes nothing, which is the first law. Waits for nobody, and ingest waits for it.
    /// </summary>
    /// <returns>How many profiles there are.</returns>
    /// <exception cref="StorageException">The store failed; nothing was changed.</exception>
    public async ValueTask<long> RebuildAsync(CancellationToken cancellationToken = default)
    {
        var work = new RebuildWork(Parts);
        await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Profiles;
    }

    /// <summary>
    /// Lets events that were set aside walk the line again, oldest first: those that the taxonomy knows by now are stored as of when they happened, the
    /// others stay aside.
    /// </summary>
    /// <param name="limit">How many at most are looked at.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>How many left the quarantine.</returns>
    /// <exception cref="StorageException">The store failed; nothing has changed.</exception>
    public async ValueTask<int> ReplayQuarantineAsync(int limit = 10_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var work = new ReplayWork(limit, Parts);
        await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Released;
    }

    /// <summary>
    /// Says what changed in the taxonomy since a manifest was kept, how many stored facts that concerns, and looks at everybody again: facts are read by what
    /// their definition says now, as far as the consents that let them in allow, and memberships follow. Do it at the first start after a change; keep
    /// <c>TaxonomyManifest.Of(Taxonomy)</c> as text.
    /// </summary>
    /// <param name="before">What the taxonomy said before.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="StorageException">The store failed; nothing has changed.</exception>
    public async ValueTask<RegateOutcome> RegateAsync(TaxonomyManifest before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        var report = RegateReport.Between(before, TaxonomyManifest.Of(Taxonomy));
        if (!report.ToRegate.Any())
        {
            return new RegateOutcome(report, [], People: 0);
        }

        var work = new RegateWork(report, Parts);
        await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return new RegateOutcome(report, work.Impacts, work.People);
    }

    /// <summary>What waits in quarantine, by name: for writing the definitions that let it in. Shows neither identifiers nor properties.</summary>
    /// <param name="limit">How many waiting events at most are looked at, the oldest first.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="StorageException">The store failed.</exception>
    public async ValueTask<QuarantineReport> InspectQuarantineAsync(int limit = 10_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var session = await ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var waiting = await session.Quarantine.ReadAsync(limit, cancellationToken).ConfigureAwait(false);
            var names = waiting
                .GroupBy(aside => (aside.Event.EventName, Source: aside.Event.Source ?? "", aside.Reason))
                .Select(same => new QuarantinedName(
                    same.Key.EventName, same.Key.Source, same.Key.Reason, same.Count(), same.Min(aside => aside.ReceivedAt)))
                .OrderByDescending(name => name.Events).ThenBy(name => name.Name, StringComparer.Ordinal);
            return new QuarantineReport(
                await session.Quarantine.CountAsync(cancellationToken).ConfigureAwait(false), Parts.Room.Dropped, [.. names]);
        }
    }

    /// <summary>
    /// A secret key of this store for one use, such as signing a cookie: the same on every node and after every restart, another for every use, and
    /// of no help in finding any other.
    /// </summary>
    /// <param name="use">What it is for, in the host's words.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="ArgumentException"><paramref name="use"/> is null or blank.</exception>
    /// <exception cref="StorageException">The store failed.</exception>
    public async ValueTask<byte[]> DeriveKeyAsync(string use, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(use);
        var session = await ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (await Parts.Ledger.FindKeyAsync(session.Consent, use, mayWrite: false, cancellationToken).ConfigureAwait(false) is { } key)
            {
                return key;
            }
        }

        var work = new KeyWork(use, Parts);
        await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Key;
    }

    private async ValueTask RefreshAsync(IReadOnlyList<Segments.ProfileFlip> due, CancellationToken cancellationToken)
    {
        var work = new RefreshWork(Parts, due);
        await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        _longLooks.Take(work.Long);
    }

    /// <summary>
    /// Looks at one person with a long history. What there is of them is read and judged beside the writer, which only writes what was found. What
    /// changes about them meanwhile has it done again, and at last by the writer; facts that merely come in between are left to a further look.
    /// </summary>
    private async ValueTask LookAsync(LongLook look, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostLooksBeside; tries++)
        {
            JudgedLook? judged;
            var session = await ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                judged = await Parts.Looks.JudgeAsync(look, session, cancellationToken).ConfigureAwait(false);
            }

            if (judged is null)
            {
                return;
            }

            var work = new LookWork(Parts, judged);
            await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
            if (work.IsDone)
            {
                return;
            }
        }

        await SubmitAsync(new RefreshWork(Parts, look), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refreshes everybody whose memberships the clock may have changed by now; returns how many were looked at.</summary>
    internal async ValueTask<int> RefreshAsync(CancellationToken cancellationToken)
    {
        await FollowPoliciesAsync(cancellationToken).ConfigureAwait(false);
        await Privacy.EndHoldsAsync(cancellationToken).ConfigureAwait(false);
        var refreshed = 0;
        RefreshWork work;
        do
        {
            work = new RefreshWork(Parts);
            await SubmitAsync(work, cancellationToken).ConfigureAwait(false);
            refreshed += work.Refreshed;
            foreach (var look in work.Long)
            {
                await LookAsync(look, cancellationToken).ConfigureAwait(false);
            }
        }
        while (work.HasMore);
        return refreshed;
    }
}
