using FirstParty.Events;
using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>A server that stops in the middle of a batch, orderly or as if the power had failed, and comes back.</summary>
public sealed class PostgreSqlFaultTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task ServerStoppedAndStarted_IsNamed_AndLosesNothingAcknowledged(bool crash)
    {
        using var target = PostgreSqlTarget.New();
        var acknowledged = new Acknowledged();
        var faults = new List<StorageError>();
        await using (var cdp = await Shop.OpenAsync(target.Create()))
        {
            for (var stop = 0; stop < 2; stop++)
            {
                var until = acknowledged.Acts + 3;
                var ingest = IngestUntilItFailsAsync(cdp, producer: stop, acknowledged);
                var started = Task.Run(() =>
                {
                    SpinWait.SpinUntil(() => acknowledged.Acts > until || ingest.IsCompleted);
                    target.Server!.Stop(crash);
                });
                faults.Add(await ingest);
                await started;
                target.Server!.Start();
                await IngestUntilTakenAsync(cdp, Shop.Batch(9, stop));
                acknowledged.Batches.Add((9, stop));
            }
        }

        faults.ShouldAllBe(error => error == StorageError.Unavailable || error == StorageError.OutcomeUnknown || error == StorageError.Conflict);
        var report = await new Inspection(target, acknowledged).RunAsync(0, TimeSpan.Zero);
        report.IsSound.ShouldBeTrue(report.ToString());
    }

    /// <summary>Connections that broke are found out one by one; each try gives back one of them.</summary>
    private static async Task IngestUntilTakenAsync(CustomerDataPlatform cdp, IReadOnlyList<CustomerEvent> batch)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                (await cdp.IngestAsync(batch)).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
                return;
            }
            catch (StorageException fault) when (left > 0 && fault.Error == StorageError.Unavailable)
            {
                await TestContext.Out.WriteLineAsync("a broken connection was given back");
            }
        }
    }

    private static async Task<StorageError> IngestUntilItFailsAsync(CustomerDataPlatform cdp, int producer, Acknowledged acknowledged)
    {
        try
        {
            for (var batch = 0; ; batch++)
            {
                await cdp.IngestAsync(Shop.Batch(producer, batch));
                acknowledged.Batches.Add((producer, batch));
            }
        }
        catch (StorageException fault)
        {
            return fault.Error;
        }
    }
}
