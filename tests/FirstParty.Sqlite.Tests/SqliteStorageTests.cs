using System.Diagnostics;
using FirstParty.Events;
using FirstParty.Sqlite.Schema;
using FirstParty.Storage;
using FirstParty.Storage.Conformance;

namespace FirstParty.Sqlite.Tests;

/// <summary>What can befall a file.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteStorageTests : IDisposable
{
    private readonly SqliteBackend _backend = new();

    private static CancellationToken Token => CancellationToken.None;

    public void Dispose() => _backend.Dispose();

    [Test]
    public async Task Open_MakesTheDirectoryAndTheFile()
    {
        await using var storage = await OpenAsync();
        File.Exists(_backend.Database).ShouldBeTrue();
        storage.Path.ShouldBe(_backend.Database);
        storage.Files.ShouldContain(_backend.Database);
        storage.Diagnostics.SqliteVersion.ShouldBeGreaterThan(new Version(3, 45));
        storage.Diagnostics.SchemaVersion.ShouldBe(Migrations.Current);
    }

    [TestCase("")]
    [TestCase("Data Source=:memory:")]
    [TestCase("Data Source=shop.db;Mode=ReadOnly")]
    [TestCase("Data Source=shop.db;Mode=Memory")]
    [TestCase("Data Source=shop.db;Password=secret")]
    [TestCase("Data Source=file:shop.db?mode=ro")]
    public void Constructor_Refuses_WhatIsNoWritableFile(string connectionString) =>
        Should.Throw<ArgumentException>(() => new SqliteStorage(connectionString));

    [Test]
    public async Task Open_Refuses_ASecondWriterInThisProcess_UntilTheFirstIsGone()
    {
        var first = await OpenAsync();
        await ShouldRefuseAsync(StorageError.Unavailable, "another process");
        await first.DisposeAsync();
        await using var second = await OpenAsync();
    }

    [Test]
    [Platform("Linux")]
    public async Task Open_Refuses_WhileAnotherProcessHoldsTheLock()
    {
        await (await OpenAsync()).DisposeAsync();
        using var other = Process.Start(new ProcessStartInfo("flock", [_backend.Database + "-lock", "sh", "-c", "echo held; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        (await other.StandardOutput.ReadLineAsync(Token)).ShouldBe("held");
        await ShouldRefuseAsync(StorageError.Unavailable, "another process");
        other.StandardInput.Close();
        await other.WaitForExitAsync(Token);
        await using var storage = await OpenAsync();
    }

    [Test]
    public async Task Open_Refuses_AReadOnlyFile()
    {
        await (await OpenAsync()).DisposeAsync();
        File.SetAttributes(_backend.Database, FileAttributes.ReadOnly);
        await ShouldRefuseAsync(StorageError.Unavailable, "read-only");
        File.SetAttributes(_backend.Database, FileAttributes.Normal);
    }

    [Test]
    [Platform("Linux")]
    public async Task Open_Refuses_AReadOnlyMedium()
    {
        await using var storage = new SqliteStorage("Data Source=/proc/firstparty/shop.db");
        (await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(Token))).Error.ShouldBe(StorageError.Unavailable);
    }

    [Test]
    public async Task Open_Refuses_ANewerVersion_AndNamesIt()
    {
        await using (var storage = await OpenAsync())
        {
            await ExecuteAsync(storage, "PRAGMA user_version = 4711");
        }

        await ShouldRefuseAsync(StorageError.NewerVersion, "4711");
    }

    [Test]
    public async Task Open_Refuses_AnotherProgramsDatabase_AndLeavesItAlone()
    {
        await using (var storage = await OpenAsync())
        {
            await ExecuteAsync(storage, "PRAGMA application_id = 7");
        }

        await ShouldRefuseAsync(StorageError.Unavailable, "another program");
    }

    [Test]
    public async Task Open_Refuses_AFileThatIsNoDatabase_AndLeavesItAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_backend.Database)!);
        var text = string.Concat(Enumerable.Repeat("Dear diary, this is no database. ", 400));
        await File.WriteAllTextAsync(_backend.Database, text);
        await ShouldRefuseAsync(StorageError.Corrupt, "not a SQLite database");
        (await File.ReadAllTextAsync(_backend.Database)).ShouldBe(text);
    }

    [Test]
    public async Task Read_NamesTheDamage_WhenPagesAreOverwritten()
    {
        await using (var storage = await OpenAsync())
        {
            await AppendAsync(storage, 1, 2000);
        }

        await using (var file = File.Open(_backend.Database, FileMode.Open))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 64 * 1024).ToArray());
        }

        await using var damaged = await OpenAsync();
        (await damaged.CheckAsync(Token)).ShouldNotBeEmpty();
        await using var reader = await damaged.BeginReadAsync(Token);
        var fault = await Should.ThrowAsync<StorageException>(async () => await Facts.ToListAsync(reader.Events.ReadAllAsync(Token)));
        fault.Error.ShouldBe(StorageError.Corrupt);
        fault.Message.ShouldContain("Restore a backup");
    }

    [Test]
    public async Task FullDisk_LosesNothingAcknowledged_AndGoesOnOnceThereIsRoom()
    {
        await using var storage = await OpenAsync();
        await AppendAsync(storage, 1, 100);
        await ExecuteAsync(storage, "PRAGMA max_page_count = 120");
        var acknowledged = 100;
        var fault = await Should.ThrowAsync<StorageException>(async () =>
        {
            for (; ; acknowledged += 100)
            {
                await AppendAsync(storage, acknowledged + 1, 100);
            }
        });
        fault.Error.ShouldBe(StorageError.Full);
        (await CountAsync(storage)).ShouldBe(acknowledged);

        await ExecuteAsync(storage, "PRAGMA max_page_count = 1000000");
        (await AppendAsync(storage, acknowledged - 49, 200)).Count(result => result == AppendResult.Duplicate).ShouldBe(50);
        (await CountAsync(storage)).ShouldBe(acknowledged + 150);
        (await storage.CheckAsync(Token)).ShouldBeEmpty();
    }

    [Test]
    public async Task Session_CannotCommit_AfterAStepOfItFailed()
    {
        await using var storage = await OpenAsync();
        await ExecuteAsync(storage, "PRAGMA max_page_count = 45");
        await using var session = await storage.BeginWriteAsync(Token);
        await Should.ThrowAsync<StorageException>(async () => await session.Events.AppendAsync(Events(1, 5000), Token));
        (await Should.ThrowAsync<StorageException>(async () => await session.CommitAsync(Token))).Error.ShouldBe(StorageError.Full);
        await session.DisposeAsync();
        (await CountAsync(storage)).ShouldBe(0);
    }

    [Test]
    public async Task Backup_HoldsOneState_WhileIngestGoesOn()
    {
        await using var storage = await OpenAsync();
        await AppendAsync(storage, 1, 3000);
        var copy = Path.Combine(_backend.Folder, "copies", "copy.db");
        var backup = storage.BackupAsync(copy, Token).AsTask();
        var next = 3001;
        while (!backup.IsCompleted)
        {
            await AppendAsync(storage, next, 10);
            next += 10;
        }

        await backup;
        await using var restored = new SqliteStorage($"Data Source={copy}");
        await restored.OpenAsync(Token);
        (await restored.CheckAsync(Token)).ShouldBeEmpty();
        (await CountAsync(restored)).ShouldBeInRange(3000, next - 1);
        (await CountAsync(restored) % 10).ShouldBe(0);
        await Should.ThrowAsync<ArgumentException>(async () => await storage.BackupAsync(_backend.Database, Token));
    }

    [TestCase(SqliteDurability.Full)]
    [TestCase(SqliteDurability.Normal)]
    public async Task Copy_OfTheFilesAtAnyMoment_HoldsWhatWasAcknowledged(SqliteDurability durability)
    {
        await using var storage = _backend.Create(new SqliteStorageOptions { Durability = durability });
        await storage.OpenAsync(Token);
        await AppendAsync(storage, 1, 500);

        // What a killed process leaves: the files as they are now, the log not yet emptied.
        var copy = Path.Combine(_backend.Folder, "killed.db");
        File.Copy(_backend.Database, copy);
        File.Copy(_backend.Database + "-wal", copy + "-wal");
        await using var restored = new SqliteStorage($"Data Source={copy}");
        await restored.OpenAsync(Token);
        (await CountAsync(restored)).ShouldBe(500);
        (await AppendAsync(restored, 1, 500)).ShouldAllBe(result => result == AppendResult.Duplicate);
    }

    [Test]
    [Platform("Linux")]
    public async Task Commit_SaysThatItsOutcomeIsUnknown_WhenTheLogCannotBeBroughtToTheDisk()
    {
        await using var storage = _backend.Create(new SqliteStorageOptions { Durability = SqliteDurability.Normal });
        await storage.OpenAsync(Token);
        await AppendAsync(storage, 1, 3);
        (await CountAsync(storage)).ShouldBe(3);
        File.Delete(_backend.Database + "-wal"); // SQLite goes on with the file that its connections hold open; the flush finds none.

        await using (var session = await storage.BeginWriteAsync(Token))
        {
            await session.Consent.AppendAsync([Facts.Entry(0, 1)], new Consent.ConsentLogHead(1, new byte[] { 7 }, null), Token);
            (await Should.ThrowAsync<StorageException>(async () => await session.CommitAsync(Token))).Error.ShouldBe(StorageError.OutcomeUnknown);
        }

        await using (var reader = await storage.BeginReadAsync(Token))
        {
            (await reader.Consent.ReadHeadAsync(Token)).Size.ShouldBe(1);
        }

        (await AppendAsync(storage, 4, 3)).ShouldAllBe(result => result == AppendResult.Appended);
        (await CountAsync(storage)).ShouldBe(6);
    }

    [Test]
    public async Task Faults_HoldNoPersonalDatum()
    {
        await using var storage = await OpenAsync();
        await ExecuteAsync(storage, "DROP TABLE anchors");
        var fault = await Should.ThrowAsync<StorageException>(async () => await AppendAsync(storage, 4711, 1));
        fault.ToString().ShouldNotContain("person-4711");
        fault.Error.ShouldBe(StorageError.Corrupt);
    }

    private async Task<SqliteStorage> OpenAsync()
    {
        var storage = _backend.Create(new SqliteStorageOptions());
        await storage.OpenAsync(Token);
        return storage;
    }

    private async Task ShouldRefuseAsync(StorageError error, string mend)
    {
        await using var storage = _backend.Create(new SqliteStorageOptions());
        var fault = await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(Token));
        fault.Error.ShouldBe(error);
        fault.Message.ShouldContain(mend);
    }

    private static List<LoggedEvent> Events(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => Facts.Event(number, Facts.Person(number % 50)) with
        {
            Properties = new Attributes { ["marker"] = $"person-{number}", ["text"] = new string('x', 300) }.Freeze(),
        })];

    private static async Task<IReadOnlyList<AppendResult>> AppendAsync(FirstPartyStorage storage, int first, int count)
    {
        await using var session = await storage.BeginWriteAsync(Token);
        var results = await session.Events.AppendAsync(Events(first, count), Token);
        await session.CommitAsync(Token);
        return results;
    }

    private static async Task<long> CountAsync(FirstPartyStorage storage)
    {
        await using var session = await storage.BeginReadAsync(Token);
        var counted = await session.Events.CountAsync(Token);
        (await Facts.ToListAsync(session.Events.ReadAllAsync(Token))).Count.ShouldBe((int)counted);
        return counted;
    }

    private static async Task ExecuteAsync(SqliteStorage storage, string sql)
    {
        var writer = await storage.Open.LendWriterAsync(Token);
        writer.Database.Execute(sql);
        storage.Open.ReturnWriter();
    }
}
