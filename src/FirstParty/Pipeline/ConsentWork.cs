using FirstParty.Consent;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Appends one consent record and lets the person's segments follow at once.</summary>
internal sealed class ConsentWork(ConsentRecord record, LineParts parts) : WriterWork
{
    /// <summary>The record as the log took it; set once the work is done.</summary>
    public ConsentRecord? Recorded { get; private set; }

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var members = await PersonDirectory.MembersAsync(session, [record.Subject], cancellationToken).ConfigureAwait(false);
        var bound = record;
        if (record.Act.IsRestrictive())
        {
            // A refusal stays with every identifier that surely is the same person, even if they are taken apart later. Who is only claimed to be is
            // bound while the claim stands, so that nobody refuses for others for ever.
            var sure = await VerifiedLinks.ReadAsync(session, [record.Subject], cancellationToken).ConfigureAwait(false);
            bound = record with
            {
                AlsoBinds =
                [
                    .. record.AlsoBinds.Concat(sure.From(record.Subject))
                        .Where(other => other != record.Subject).Distinct().Take(ConsentRecordChecks.MaxBound),
                ],
            };
        }

        Recorded = (await parts.Ledger.AppendAsync(session.Consent, bound, cancellationToken).ConfigureAwait(false)).Record;
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Consent };
        batch.Touched.UnionWith(members.Keys);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
