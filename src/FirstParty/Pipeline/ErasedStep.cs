using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of deciding: what was said of somebody up to their erasure is refused for ever, replays and late arrivals included. So is every fact that was
/// erased with them, though it names nobody but a device that is others' as well.
/// </summary>
internal sealed class ErasedStep(ConsentLedger ledger, PersonCache people)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        await RefuseFactsAsync(batch, cancellationToken).ConfigureAwait(false);
        await RefusePeopleAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RefuseFactsAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (!await batch.Session.ErasedFacts.AnyAsync(cancellationToken).ConfigureAwait(false)
            || await ledger.FindKeysAsync(batch.Session.Consent, cancellationToken).ConfigureAwait(false) is not { } house)
        {
            return;
        }

        var marks = batch.Open.Select(pending => (Pending: pending, Mark: new FactMark(house.Mark(pending.Id)))).ToList();
        var erased = await batch.Session.ErasedFacts.FindAsync([.. marks.Select(marked => marked.Mark)], cancellationToken).ConfigureAwait(false);
        foreach (var (pending, _) in marks.Where(marked => erased.Contains(marked.Mark)))
        {
            Refuse(pending);
        }
    }

    private async ValueTask RefusePeopleAsync(Batch batch, CancellationToken cancellationToken)
    {
        var named = Unknown(batch);
        if (named.Count == 0)
        {
            return;
        }

        var found = await batch.Session.Identity.FindAsync(new GraphQuery { ActsOn = named }, cancellationToken).ConfigureAwait(false);
        if (found.Acts.Count == 0)
        {
            return;
        }

        var erased = new Dictionary<ProfileId, DateTimeOffset>();
        foreach (var tombstone in found.Acts.OfType<EraseAssertion>())
        {
            var until = tombstone.Suppress ? DateTimeOffset.MaxValue : tombstone.At;
            foreach (var target in tombstone.Targets)
            {
                erased[target] = erased.TryGetValue(target, out var before) && before > until ? before : until;
            }
        }

        foreach (var pending in batch.Open.Where(pending => pending.Named.Any(
            identifier => erased.TryGetValue(ProfileId.Of(identifier), out var until) && pending.OccurredAt <= until)))
        {
            Refuse(pending);
        }
    }

    // Nobody who is remembered was named by any act.
    private List<ProfileId> Unknown(Batch batch)
    {
        var unknown = new List<ProfileId>();
        foreach (var pending in batch.Open)
        {
            foreach (var identifier in pending.Named)
            {
                if (people.Find(identifier) is null)
                {
                    unknown.Add(ProfileId.Of(identifier));
                }
            }
        }

        return ProfileIds.Distinct(unknown);
    }

    private static void Refuse(PendingEvent pending) =>
        pending.Reject(EventReason.Erased, "The person was erased, and this happened before. It stays forgotten.");
}
