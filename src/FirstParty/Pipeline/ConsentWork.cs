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
            // A refusal stays with every identifier that the person is known by now, even if they are taken apart later.
            bound = record with
            {
                AlsoBinds = [.. members.Values.SelectMany(own => own).Concat(record.AlsoBinds).Where(other => other != record.Subject).Distinct()],
            };
        }

        Recorded = (await parts.Ledger.AppendAsync(session.Consent, bound, cancellationToken).ConfigureAwait(false)).Record;
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Consent };
        batch.Touched.UnionWith(members.Keys);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
