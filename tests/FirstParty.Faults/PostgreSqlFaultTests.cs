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
                var ingest = IngestUntilItFailsAsync(cdp, producer: stop, acknowledged);
                var started = Task.Run(() =>
                {
                    SpinWait.SpinUntil(() => acknowledged.Acts > (stop + 1) * 3);
                    target.Server!.Stop(crash);
                });
                faults.Add(await ingest);
                await started;
                target.Server!.Start();
            }

            (await cdp.IngestAsync(Shop.Batch(9, 0))).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            acknowledged.Batches.Add((9, 0));
        }

        faults.ShouldAllBe(error => error == StorageError.Unavailable || error == StorageError.OutcomeUnknown || error == StorageError.Conflict);
        var report = await new Inspection(target, acknowledged).RunAsync(0, TimeSpan.Zero);
        report.IsSound.ShouldBeTrue(report.ToString());
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
