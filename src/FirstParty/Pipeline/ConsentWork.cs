using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Appends the records of one act, all or none, and lets the people's segments follow at once. What was said before somebody was erased stays
/// forgotten, as their events do.
/// </summary>
internal sealed class ConsentWork(IReadOnlyList<ConsentRecord> records, LineParts parts) : WriterWork
{
    private const int Page = 1_000;

    /// <summary>The records as the log took them, in order, those that it did not take unchanged; set once the work is done.</summary>
    public IReadOnlyList<ConsentRecord> Recorded { get; private set; } = [];

    /// <summary>Of people it says itself whom it changes; a text in force may change anybody.</summary>
    public override bool KeepsMemory => records.All(record => record.Act != ConsentAct.PolicyPublished);

    /// <summary>A text in force changes what everybody may have agreed to.</summary>
    public override bool IsExclusive => records.Any(record => record.Act == ConsentAct.PolicyPublished);

    /// <summary>A refusal stays with everybody who surely is the same person when it is made.</summary>
    public override bool GoesByIdentity => records.Any(record => record.Act.IsRestrictive());

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        Identifier[] subjects = [.. records.Select(record => record.Subject).Distinct()];
        await parts.Hold.RunAsync(session, subjects.Concat(records.SelectMany(record => record.AlsoBinds)), cancellationToken).ConfigureAwait(false);
        var erased = await ErasedAsync(session, subjects, cancellationToken).ConfigureAwait(false);
        var isTaken = records.Select(record => !erased.TryGetValue(ProfileId.Of(record.Subject), out var at) || record.OccurredAt >= at).ToList();
        var kept = records.Where((_, index) => isTaken[index]).ToList();
        kept = [.. kept.Select(record => Complete(record, parts.ConsentRules))];
        var bound = await BoundAsync(kept, session, cancellationToken).ConfigureAwait(false);
        var taken = await parts.Ledger.AppendAsync(session.Consent, bound, cancellationToken).ConfigureAwait(false);
        foreach (var identifier in bound.SelectMany(record => record.AlsoBinds.Append(record.Subject)).Concat(subjects))
        {
            parts.People.Forget(identifier);
        }

        var next = 0;
        Recorded = [.. records.Select((record, index) => isTaken[index] ? taken[next++].Record : record)];

        var members = await PersonDirectory.MembersAsync(session, subjects, cancellationToken).ConfigureAwait(false);
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Consent, Longest = parts.Longest };
        batch.Touched.UnionWith(members.Keys);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        if (kept.Exists(record => record.Act == ConsentAct.PolicyPublished))
        {
            await FollowPolicyAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An act on a published text of which only id and version are known is bound to the words of that text.</summary>
    private static ConsentRecord Complete(ConsentRecord record, ConsentRules rules) =>
        record.Act != ConsentAct.PolicyPublished && record.Evidence is { PolicyTextId: { } id, TextHash.IsZero: true }
        && rules.Policies.Find(id, record.Evidence.PolicyVersion, record.Evidence.Locale, record.OccurredAt) is { } published
            ? record with { Evidence = record.Evidence with { TextHash = published.Evidence.TextHash, PolicyVersion = published.Evidence.PolicyVersion } }
            : record;

    /// <summary>A text in force changes what anybody may have agreed to: everybody is looked at again when it comes into force.</summary>
    private async ValueTask FollowPolicyAsync(StorageSession session, CancellationToken cancellationToken)
    {
        await parts.Rules.FollowAsync(session, cancellationToken).ConfigureAwait(false);
        var now = parts.Now;
        var from = records.Where(record => record.Act == ConsentAct.PolicyPublished).Min(record => record.EffectiveFrom ?? now);
        from = from > now ? from : now;
        IReadOnlyList<StoredProfile> page = [];
        do
        {
            page = await session.Profiles.ListAsync(page.Count == 0 ? null : page[^1].Id, Page, cancellationToken).ConfigureAwait(false);
            var update = new SegmentUpdate { SoonerFlips = [.. page.Select(profile => new ProfileFlip(profile.Id, from))] };
            await parts.Line.Notes.WriteAsync(session, update, cancellationToken).ConfigureAwait(false);
        }
        while (page.Count == Page);
    }

    private static async ValueTask<Dictionary<ProfileId, DateTimeOffset>> ErasedAsync(
        StorageSession session, Identifier[] subjects, CancellationToken cancellationToken)
    {
        var found = await session.Identity
            .FindAsync(new GraphQuery { ActsOn = [.. subjects.Select(ProfileId.Of)] }, cancellationToken).ConfigureAwait(false);
        return found.Acts.OfType<EraseAssertion>()
            .SelectMany(tombstone => tombstone.Targets, (tombstone, target) => (Target: target, tombstone.At))
            .GroupBy(erasure => erasure.Target)
            .ToDictionary(erasures => erasures.Key, erasures => erasures.Max(erasure => erasure.At));
    }

    /// <summary>
    /// A refusal stays with every identifier that surely is the same person, even if they are taken apart later. Who is only claimed to be is bound
    /// while the claim stands, so that nobody refuses for others for ever.
    /// </summary>
    private static async ValueTask<IReadOnlyList<ConsentRecord>> BoundAsync(
        List<ConsentRecord> acts, StorageSession session, CancellationToken cancellationToken)
    {
        Identifier[] refusing = [.. acts.Where(record => record.Act.IsRestrictive()).Select(record => record.Subject).Distinct()];
        if (refusing.Length == 0)
        {
            return acts;
        }

        var sure = await VerifiedLinks.ReadAsync(session, refusing, cancellationToken).ConfigureAwait(false);
        return
        [
            .. acts.Select(record => !record.Act.IsRestrictive() ? record : record with
            {
                AlsoBinds =
                [
                    .. record.AlsoBinds.Concat(sure.From(record.Subject))
                        .Where(other => other != record.Subject).Distinct().Take(ConsentRecordChecks.MaxBound),
                ],
            }),
        ];
    }
}
