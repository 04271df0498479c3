using FirstParty.Consent;
using FirstParty.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Privacy;

/// <summary>
/// Walks through everybody, page by page in reading sessions of their own, and has what is over destroyed in small works between the batches of ingest.
/// </summary>
internal sealed class RetentionSweep(CustomerDataPlatform platform, TimeSpan? keepsChanges)
{
    private const int Page = 200;
    private const int Slice = 200;
    private const int Changes = 1_000;

    private readonly LineParts _parts = platform.Parts;

    /// <summary>Whether anything is ever over.</summary>
    public bool IsNeeded => keepsChanges is not null || Policy.Shortest is not null;

    private RetentionPolicy Policy => new(_parts.Taxonomy, _parts.Rules.Purposes);

    public async ValueTask<RetentionReport> RunAsync(CancellationToken cancellationToken)
    {
        var (policy, report) = (Policy, RetentionReport.Nothing);
        if (policy.Shortest is { } shortest)
        {
            for (ProfileId? after = null; ;)
            {
                var (looked, last, due) = await LookAsync(policy, shortest, after, cancellationToken).ConfigureAwait(false);
                report = report.With(await DestroyAsync(policy, due, looked, cancellationToken).ConfigureAwait(false));
                if (looked < Page)
                {
                    break;
                }

                after = last;
            }
        }

        return keepsChanges is { } age
            ? report.With(await PruneAsync(platform.Now - age, cancellationToken).ConfigureAwait(false))
            : report;
    }

    private async ValueTask<(int Looked, ProfileId? Last, IReadOnlyList<FactId> Due)> LookAsync(
        RetentionPolicy policy, TimeSpan shortest, ProfileId? after, CancellationToken cancellationToken)
    {
        var session = await platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var now = platform.Now;
            var page = await session.Profiles.ListAsync(after, Page, cancellationToken).ConfigureAwait(false);
            ProfileId[] old = [.. page.Where(profile => now - profile.FirstSeen >= shortest).Select(profile => profile.Id)];
            var people = await _parts.Loader.ReadAsync(session, old, cancellationToken).ConfigureAwait(false);
            var free = people.Where(person => !IsRestricted(person, now)).ToList();
            // What was taken back is no part of a person, and is kept no longer than the rest.
            var own = await session.Events
                .ReadAsync([.. free.SelectMany(person => person.Identifiers)], cancellationToken).ConfigureAwait(false);
            var due = free.SelectMany(person => person.Events).Concat(own)
                .Where(logged => policy.Limit(logged, now) is not null).Select(logged => logged.Id).Distinct().ToList();
            return (page.Count, page.Count == 0 ? after : page[^1].Id, due);
        }
    }

    /// <summary>Whoever has demanded that nothing be done with their data has it kept until that is lifted.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 18</seealso>
    private static bool IsRestricted(PersonFacts person, DateTimeOffset now) =>
        person.Word.Decide(StandardPurposes.EssentialService.Id, now).Reason == ConsentReason.Restricted;

    private async ValueTask<RetentionReport> DestroyAsync(
        RetentionPolicy policy, IReadOnlyList<FactId> due, int looked, CancellationToken cancellationToken)
    {
        var report = new RetentionReport(looked, 0, 0, 0, 0);
        foreach (var slice in due.Chunk(Slice))
        {
            var work = new RetentionWork(slice, policy, _parts);
            await platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
            report = report.With(work.Report);
            Telemetry.Swept(0, ("event", work.Report.Events), ("trait", work.Report.Traits), ("identifier", work.Report.Forgotten));
        }

        Telemetry.Swept(looked);
        return report;
    }

    /// <summary>Drops changes from the outboxes that nobody may wait for any longer, oldest first.</summary>
    private async ValueTask<RetentionReport> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var pruned = 0L;
        int segments, traits;
        do
        {
            var (ofSegments, ofTraits) = await OldestAsync(before, cancellationToken).ConfigureAwait(false);
            (segments, traits) = (ofSegments.Count, ofTraits.Count);
            if (segments + traits > 0)
            {
                var work = new CursorWork(async (session, token) =>
                {
                    var notes = _parts.Line.Notes;
                    await notes.WriteAsync(session, new SegmentUpdate { ForgottenThrough = ofSegments.LastOrDefault() }, token).ConfigureAwait(false);
                    await notes.WriteAsync(session, new TraitOutboxUpdate { ForgottenThrough = ofTraits.LastOrDefault() }, token).ConfigureAwait(false);
                    await session.Cursors.AdvanceAsync(
                        [.. ofSegments.TakeLast(1).Select(last => Forgotten(ChangeStream.Segments, last)), .. ofTraits.TakeLast(1).Select(last => Forgotten(ChangeStream.Traits, last))],
                        token).ConfigureAwait(false);
                });
                await platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
                Telemetry.Swept(0, ("change", segments + traits));
                pruned += segments + traits;
            }
        }
        while (segments == Changes || traits == Changes);
        return new RetentionReport(0, 0, 0, 0, pruned);
    }

    /// <summary>So that a consumer who never saw them is told so.</summary>
    private static ConsumerCursor Forgotten(ChangeStream stream, long through) => new(stream, ConsumerCursor.Forgotten, through);

    private async ValueTask<(List<long> Segments, List<long> Traits)> OldestAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var session = await platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var segments = await session.Segments.ReadChangesAsync(0, Changes, cancellationToken).ConfigureAwait(false);
            var traits = await session.TraitOutbox.ReadAsync(0, Changes, cancellationToken).ConfigureAwait(false);
            return (
                [.. segments.TakeWhile(recorded => recorded.Change.At < before).Select(recorded => recorded.Sequence)],
                [.. traits.TakeWhile(recorded => recorded.Move.At < before).Select(recorded => recorded.Sequence)]);
        }
    }
}
