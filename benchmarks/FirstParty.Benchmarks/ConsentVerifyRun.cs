using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Benchmarks;

/// <summary>Verifies a log of many records, against SHA-256 over the same bytes: leaves and ciphertexts. Rates of the best of three rounds.</summary>
internal static class ConsentVerifyRun
{
    private const int Batch = 10_000;
    private const int People = 20_000;

    public static async Task RunAsync(int records)
    {
        await using var storage = new InMemoryStorage();
        await FillAsync(storage, records);
        await using var session = await storage.BeginReadAsync(default);
        var bytes = new List<ReadOnlyMemory<byte>>(records * 2);
        for (var first = 0L; first < records; first += Batch)
        {
            foreach (var entry in await session.Consent.ReadRangeAsync(first, Batch, default))
            {
                bytes.Add(entry.Leaf);
                bytes.Add(entry.Ciphertext!.Value);
            }
        }

        var raw = await BestAsync(() =>
        {
            Hash(bytes);
            return Task.CompletedTask;
        });
        var proof = await BestAsync(async () => Demand(await ConsentAudit.VerifyAsync(session.Consent, AuditExpectations.None, keys: null, default), records));
        var opened = await BestAsync(async () => Demand(await ConsentAudit.VerifyAsync(session.Consent, AuditExpectations.None, session.Consent.Keys, default), records));
        Console.WriteLine($"{records:N0} records, {bytes.Sum(part => (long)part.Length) / (1024 * 1024)} MiB of leaves and ciphertexts");
        Console.WriteLine("| what | records/s | ratio of times |");
        Console.WriteLine("|---|--:|--:|");
        Say("SHA-256 of each leaf and each ciphertext", raw);
        Say("verify: leaves, tree, head, payload hashes", proof);
        Say("verify, every payload opened and every lookup compared", opened);

        void Say(string what, TimeSpan time) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {records / time.TotalSeconds:N0} | {time / raw:F2} |"));
    }

    private static async Task FillAsync(InMemoryStorage storage, int records)
    {
        await storage.OpenAsync(default);
        var ledger = new ConsentLedger(TimeProvider.System, IdSource.UuidV7);
        for (var first = 0; first < records; first += Batch)
        {
            await using var session = await storage.BeginWriteAsync(default);
            var drafts = Enumerable.Range(first, Math.Min(Batch, records - first)).Select(number => ledger.Draft(
                number % 7 == 0 ? ConsentAct.Withdrawn : ConsentAct.Granted,
                Identifier.UserId($"customer-{number % People:D6}"),
                "marketing.email",
                "checkout form v3"));
            await ledger.AppendAsync(session.Consent, [.. drafts], default);
            await session.CommitAsync(default);
        }
    }

    private static void Hash(List<ReadOnlyMemory<byte>> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var part in parts)
        {
            SHA256.HashData(part.Span, hash);
        }
    }

    private static void Demand(AuditReport report, int records)
    {
        if (!report.IsIntact || report.Size != records)
        {
            throw new InvalidOperationException("The log is not as it was written.");
        }
    }

    private static async Task<TimeSpan> BestAsync(Func<Task> act)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            await act();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }
}
