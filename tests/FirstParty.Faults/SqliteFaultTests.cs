using FirstParty.Events;
using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>What can befall a file while a platform is over it: each is a fault of a name, and nothing acknowledged is lost.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteFaultTests : IDisposable
{
    private readonly SqliteTarget _target = SqliteTarget.New();

    public void Dispose() => _target.Dispose();

    [Test]
    public async Task FullDisk_IsNamed_LosesNothing_AndIngestGoesOnOnceThereIsRoom()
    {
        var storage = (Sqlite.SqliteStorage)_target.Create();
        await using var cdp = await Shop.OpenAsync(storage);
        var acknowledged = new Acknowledged();
        await ExecuteAsync(storage, "PRAGMA max_page_count = 200");
        var fault = await Should.ThrowAsync<StorageException>(async () =>
        {
            for (var batch = 0; ; batch++)
            {
                await cdp.IngestAsync(Shop.Batch(1, batch));
                acknowledged.Batches.Add((1, batch));
            }
        });
        fault.Error.ShouldBe(StorageError.Full);
        acknowledged.Batches.Count.ShouldBeGreaterThan(0);

        await ExecuteAsync(storage, "PRAGMA max_page_count = 1000000");
        (await cdp.IngestAsync(Shop.Batch(1, acknowledged.Batches.Count))).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted, "what was refused was not stored");
        await cdp.DisposeAsync();
        var report = await new Inspection(_target, acknowledged).RunAsync(0, TimeSpan.Zero);
        report.IsSound.ShouldBeTrue(report.ToString());
        report.Stored.ShouldBe((acknowledged.Batches.Count + 1) * Shop.EventsABatch);
    }

    [Test]
    public async Task CorruptPage_IsNamed_AcknowledgesNothing_AndTheBackupHoldsEverything()
    {
        var copy = _target.Database + ".copy";
        await IngestAsync(200);
        await using (var storage = (Sqlite.SqliteStorage)_target.Create())
        {
            await storage.OpenAsync(CancellationToken.None);
            await storage.BackupAsync(copy);
        }

        await using (var file = File.Open(_target.Database, FileMode.Open))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            await file.WriteAsync(Enumerable.Repeat((byte)0x5A, (int)file.Length / 4).ToArray());
        }

        var damaged = _target.Create();
        await using (var cdp = await Shop.OpenAsync(damaged))
        {
            (await _target.CheckAsync(damaged)).ShouldNotBeEmpty();
            (await Should.ThrowAsync<StorageException>(async () => await cdp.RebuildAsync())).Error.ShouldBe(StorageError.Corrupt);
            (await Should.ThrowAsync<StorageException>(async () => await cdp.IngestAsync(Shop.Batch(1, 200)))).Error.ShouldBe(StorageError.Corrupt);
        }

        File.Move(copy, _target.Database, overwrite: true);
        var acknowledged = new Acknowledged();
        acknowledged.Batches.UnionWith(Enumerable.Range(0, 200).Select(batch => (1, batch)));
        var report = await new Inspection(_target, acknowledged).RunAsync(0, TimeSpan.Zero);
        report.IsSound.ShouldBeTrue(report.ToString());
    }

    [Test]
    public async Task ReadOnlyFile_IsNamed_AndTakesUpAgainOnceItMayBeWritten()
    {
        await IngestAsync(2);
        File.SetAttributes(_target.Database, FileAttributes.ReadOnly);
        (await Should.ThrowAsync<StorageException>(async () => await Shop.OpenAsync(_target.Create()))).Error.ShouldBe(StorageError.Unavailable);
        File.SetAttributes(_target.Database, FileAttributes.Normal);
        await using var cdp = await Shop.OpenAsync(_target.Create());
        (await cdp.IngestAsync(Shop.Batch(1, 0))).ShouldAllBe(outcome => outcome.Status == EventStatus.Duplicate);
    }

    [Test]
    public async Task SecondWriter_IsRefusedByName_AndTheFirstGoesOn()
    {
        await using var cdp = await Shop.OpenAsync(_target.Create());
        await cdp.IngestAsync(Shop.Batch(1, 0));
        using var second = ChildProcess.Start("child", "sqlite", _target.Address.Place, "0");
        (await second.StandardOutput.ReadToEndAsync()).Trim().ShouldBe("fault Unavailable");
        await second.WaitForExitAsync();
        second.ExitCode.ShouldBe(3);
        (await cdp.IngestAsync(Shop.Batch(1, 1))).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
    }

    private async Task IngestAsync(int batches)
    {
        await using var cdp = await Shop.OpenAsync(_target.Create());
        for (var batch = 0; batch < batches; batch++)
        {
            await cdp.IngestAsync(Shop.Batch(1, batch));
        }
    }

    private static async Task ExecuteAsync(Sqlite.SqliteStorage storage, string sql)
    {
        var writer = await storage.Open.LendWriterAsync(CancellationToken.None);
        writer.Database.Execute(sql);
        storage.Open.ReturnWriter();
    }
}
