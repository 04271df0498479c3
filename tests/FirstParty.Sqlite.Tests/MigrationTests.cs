using FirstParty.Identity;
using FirstParty.Sqlite.Schema;
using FirstParty.Storage;
using Microsoft.Data.Sqlite;

namespace FirstParty.Sqlite.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class MigrationTests
{
    /// <summary>Takes the third script back: what it dropped is there again, empty.</summary>
    private const string ToVersion2 =
        """
        DROP INDEX identity_acts_expiries;
        ALTER TABLE identity_acts DROP COLUMN as_of;
        DROP TABLE consumer_cursors;
        CREATE TABLE segment_cursors (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE trait_cursors (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 2;

        """;

    private static readonly Identifier Ada = Identifier.UserId("ada");

    [Test]
    public async Task Open_MigratesAFileOfTheFirstVersion_AndKeepsWhatItHolds()
    {
        using var backend = new SqliteBackend();
        await using (var first = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => backend.Create())))
        {
            await first.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com" });
        }

        Execute(backend.Database, ToVersion2 + "DROP TABLE trait_changes; DROP TABLE trait_cursors; PRAGMA user_version = 1");
        await using var storage = backend.Create(new SqliteStorageOptions());
        await using (var second = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => storage).TraitChanges()))
        {
            (await second.Profiles.FindAsync(Ada, "essential.service"))!.Traits["email"].Value.AsString().ShouldBe("ada@example.com");
            await second.IdentifyAsync(Ada, new() { ["email"] = "ada@new.example" });
            (await second.Profiles.ChangesAsync(0, "essential.service")).Changes.Select(change => change.Trait).ShouldBe(["email"]);
            (await storage.CheckAsync()).ShouldBeEmpty();
        }

        Execute(backend.Database, "PRAGMA user_version").ShouldBe((long)Migrations.Current);
    }

    [Test]
    public async Task Open_MigratesAFileOfTheSecondVersion_AndKeepsWhereItsConsumersStand()
    {
        using var backend = new SqliteBackend();
        await using (var first = backend.Create(new SqliteStorageOptions()))
        {
            await first.OpenAsync(default);
        }

        Execute(backend.Database, ToVersion2 + "INSERT INTO segment_cursors VALUES ('mailer', 7), ('', 3); INSERT INTO trait_cursors VALUES ('mailer', 9)");
        await using var second = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => backend.Create()).TraitChanges());
        (await second.Segments.CursorAsync("mailer")).ShouldBe(7);
        (await second.Profiles.CursorAsync("mailer")).ShouldBe(9);
        (await Should.ThrowAsync<ChangesForgottenException>(async () => await second.Segments.ChangesAsync(after: 2))).Through.ShouldBe(3);
        (await second.Profiles.ChangesAsync(after: 2, "essential.service")).Changes.ShouldBeEmpty();
    }

    /// <summary>All scripts or none: a file whose migration fails is left as it was, for the version that wrote it.</summary>
    [Test]
    public async Task Open_LeavesTheFileAsItWas_WhenAMigrationFails()
    {
        using var backend = new SqliteBackend();
        await using (var first = backend.Create(new SqliteStorageOptions()))
        {
            await first.OpenAsync(default);
        }

        Execute(backend.Database, ToVersion2 + "DROP TABLE trait_changes; PRAGMA user_version = 1"); // trait_cursors is in the way.
        await using (var second = backend.Create(new SqliteStorageOptions()))
        {
            await Should.ThrowAsync<StorageException>(async () => await second.OpenAsync(default));
        }

        Execute(backend.Database, "PRAGMA user_version").ShouldBe(1L);
        Execute(backend.Database, "SELECT count(*) FROM sqlite_schema WHERE name = 'trait_changes'").ShouldBe(0L);
    }

    private static object? Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
