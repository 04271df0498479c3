using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Privacy;

namespace FirstParty;

/// <summary>The rights of the person: to see everything, and to be forgotten. Thread-safe.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15, 17, 20</seealso>
public sealed class PlatformPrivacy
{
    private readonly CustomerDataPlatform _platform;

    internal PlatformPrivacy(CustomerDataPlatform platform) => _platform = platform;

    /// <summary>
    /// Everything that is kept of the person behind an identifier (GDPR 15): whatever any purpose may see of it, for the person's own eyes. Null when
    /// nobody is known by the identifier. That it was handed out is written to the consent log first, and is part of it. Be sure who asks: it is for somebody
    /// who has signed in, or whom the host knows otherwise. It holds what links that were merely claimed have brought to the profile too, because that is
    /// kept of the person as well; what a visitor may be shown whom only a cookie or a typed address names is <see cref="PlatformProfiles.FindOwnAsync"/>.
    /// </summary>
    /// <exception cref="Storage.StorageException">The store failed; nothing is handed out.</exception>
    public async ValueTask<PersonExport?> ExportAsync(Identifier who, CancellationToken cancellationToken = default)
    {
        if (await PreviewExportAsync(who, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var handedOut = _platform.Parts.Ledger.DraftDisclosure(
            _platform.Usable(who), StandardPurposes.EssentialService.Id, PersonExport.Recipient);
        await _platform.Consent.RecordAsync(handedOut, cancellationToken).ConfigureAwait(false);
        return await PreviewExportAsync(who, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What <see cref="ExportAsync"/> would hold, for the host's own check before it is handed out: nothing leaves, so nothing is recorded. Null when nobody
    /// is known by the identifier.
    /// </summary>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<PersonExport?> PreviewExportAsync(Identifier who, CancellationToken cancellationToken = default)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? null : new PersonExporter(_platform.Parts).Export(person, _platform.Now);
        }
    }

    /// <summary>
    /// When the identifier's person was last erased, UTC; null when never. For whoever holds something about them from before, such as a link that was
    /// sent: what it says is not to be recorded any more.
    /// </summary>
    /// <exception cref="ArgumentException">The identifier cannot be used.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<DateTimeOffset?> ErasedAtAsync(Identifier who, CancellationToken cancellationToken = default)
    {
        var subject = _platform.Usable(who);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var found = await session.Identity
                .FindAsync(new GraphQuery { ActsOn = [ProfileId.Of(subject)] }, cancellationToken).ConfigureAwait(false);
            return found.Acts.OfType<EraseAssertion>().Max(tombstone => (DateTimeOffset?)tombstone.At);
        }
    }

    /// <summary>
    /// Forgets the person behind an identifier (GDPR 17): their events, traits, identifiers, memberships and the content of their consent records
    /// are destroyed, and late or replayed events from before this instant stay refused. Proofs over the consent log still verify.
    /// </summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="suppress">Purposes for which a mark stays behind that keeps the same identifiers from being contacted again; none by default.</param>
    /// <param name="cancellationToken">Stops the wait in the queue; an erasure that was taken is carried out all the same.</param>
    /// <returns>What was destroyed. Erasing somebody unknown destroys nothing, and still refuses what comes late.</returns>
    /// <exception cref="ArgumentException">The identifier cannot be used.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was destroyed.</exception>
    public ValueTask<ErasureReport> EraseAsync(
        Identifier who, IReadOnlyCollection<string>? suppress = null, CancellationToken cancellationToken = default) =>
        EraseAsync(who, suppress, hold: null, cancellationToken);

    /// <summary>
    /// Forgets the person in two stages: everything now, and the proof of what they agreed to or refused when the hold ends. Until then no decision, segment
    /// or profile sees it; only <see cref="OpenHoldAsync"/> with the report's reference does.
    /// </summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="hold">Which claim demands it, and until when.</param>
    /// <param name="suppress">Purposes for which a mark stays behind that keeps the same identifiers from being contacted again; none by default.</param>
    /// <param name="cancellationToken">Stops the wait in the queue; an erasure that was taken is carried out all the same.</param>
    /// <exception cref="ArgumentException">The identifier cannot be used, or the hold ends before it begins or says no reason.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was destroyed.</exception>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 17(3)(b), (e)</seealso>
    public ValueTask<ErasureReport> EraseAsync(
        Identifier who, LegalHold hold, IReadOnlyCollection<string>? suppress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return hold.Until > _platform.Now && !string.IsNullOrWhiteSpace(hold.Reason)
            ? EraseAsync(who, suppress, hold, cancellationToken)
            : throw new ArgumentException("A legal hold has a reason, and an end that is still to come.", nameof(hold));
    }

    /// <summary>What a legal hold keeps, for the claim that it was made for; nothing once it has ended.</summary>
    /// <param name="reference">The erasure report's <see cref="ErasureReport.Hold"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    /// <example><code>
    /// var held = (await cdp.Privacy.OpenHoldAsync(report.Hold!))[0];
    /// var proof = (await cdp.Consent.ProveAsync(held.Record.Sequence)) with { Opening = held.Opening };
    /// </code></example>
    public async ValueTask<IReadOnlyList<HeldConsent>> OpenHoldAsync(string reference, CancellationToken cancellationToken = default)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await _platform.Parts.Ledger.OpenHoldAsync(session.Consent, reference, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Destroys what legal holds keep whose end has come. The platform does so by itself within a minute of it.</summary>
    /// <returns>How many holds ended.</returns>
    /// <exception cref="Storage.StorageException">The store failed; nothing was destroyed.</exception>
    public async ValueTask<int> EndHoldsAsync(CancellationToken cancellationToken = default)
    {
        var ledger = _platform.Parts.Ledger;
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if ((await ledger.FindEndedHoldsAsync(session.Consent, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                return 0;
            }
        }

        var work = new LogWork<int>(async (writing, stop) =>
        {
            var ended = await ledger.FindEndedHoldsAsync(writing.Consent, stop).ConfigureAwait(false);
            await ledger.EraseAsync(writing.Consent, ended, [], stop).ConfigureAwait(false);
            return ended.Count;
        });
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Result;
    }

    /// <summary>
    /// Destroys what is kept longer than it may be: what events say and what traits state after the retention of their definition or of the purpose they
    /// are collected for, and changes in the outboxes after <see cref="FirstPartyBuilder.KeepChanges"/>. Of such an event remains that its identifiers
    /// were named together, as long as anything else is known of them. The data of people who had its processing restricted waits until that is lifted.
    /// The platform sweeps by itself once a day; ingest goes on meanwhile, since each slice of at most 200 facts is a transaction of its own.
    /// </summary>
    /// <returns>What was destroyed; doing it again destroys nothing more.</returns>
    /// <exception cref="Storage.StorageException">The store failed; what was destroyed until then stays so, and the next sweep goes on.</exception>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 5(1)(e)</seealso>
    public ValueTask<RetentionReport> SweepAsync(CancellationToken cancellationToken = default) => _platform.Sweep.RunAsync(cancellationToken);

    private async ValueTask<ErasureReport> EraseAsync(
        Identifier who, IReadOnlyCollection<string>? suppress, LegalHold? hold, CancellationToken cancellationToken)
    {
        foreach (var purpose in suppress ?? [])
        {
            _platform.CheckPurpose(purpose);
        }

        var work = new EraseWork(_platform.Usable(who), suppress ?? [], hold, _platform.Parts);
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        NaturalIds.Forget();
        return work.Report!;
    }
}
