using FirstParty.Consent;

namespace FirstParty.Tests.Consent.Proofs;

/// <summary>A log whose rows are read through somebody else's hands.</summary>
internal sealed class TamperedLog(
    ConsentLog log, Func<ConsentEntry, ConsentEntry?> tamper, Func<ConsentLogHead, ConsentLogHead>? tamperHead = null,
    Func<ConsentLookup, ConsentLookup?>? tamperLookup = null) : ConsentLog
{
    public override SubjectKeyStore Keys => log.Keys;

    public override ValueTask<ConsentLogHead> LockHeadAsync(CancellationToken cancellationToken) => ReadHeadAsync(cancellationToken);

    public override async ValueTask<ConsentLogHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = await log.ReadHeadAsync(cancellationToken);
        return tamperHead?.Invoke(head) ?? head;
    }

    public override ValueTask AppendAsync(IReadOnlyList<ConsentEntry> entries, ConsentLogHead head, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An auditor only reads.");

    public override async ValueTask<IReadOnlyList<ConsentEntry>> ReadAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken) =>
        Tamper(await log.ReadAsync(subjects, cancellationToken));

    public override async ValueTask<IReadOnlyList<ConsentEntry>> ReadRangeAsync(
        long first, int count, CancellationToken cancellationToken) =>
        Tamper(await log.ReadRangeAsync(first, count, cancellationToken));

    public override async ValueTask<IReadOnlyList<ConsentLookup>> ReadLookupsAsync(
        ConsentLookup? after, int count, CancellationToken cancellationToken)
    {
        var rows = await log.ReadLookupsAsync(after, count, cancellationToken);
        return tamperLookup is null ? rows : [.. rows.Select(tamperLookup).OfType<ConsentLookup>()];
    }

    public override ValueTask<int> EraseAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An auditor only reads.");

    private ConsentEntry[] Tamper(IEnumerable<ConsentEntry> entries) => [.. entries.Select(tamper).OfType<ConsentEntry>()];
}
