using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tests;

/// <summary>Tables of every earlier version become those of this one, and keep what they hold.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class PostgreSqlMigrationTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    private PostgreSqlBackend _backend = null!;

    /// <summary>Takes the fourth script back.</summary>
    private string ToVersion3 =>
        $"""
        ALTER TABLE {_backend.Schema}.events DROP COLUMN turn;
        ALTER TABLE {_backend.Schema}.events ADD CONSTRAINT events_pkey PRIMARY KEY (anchor, message_key, source);
        ALTER TABLE {_backend.Schema}.event_keys DROP COLUMN turn;
        DROP SEQUENCE {_backend.Schema}.turns;
        DROP TABLE {_backend.Schema}.server_life;
        UPDATE {_backend.Schema}.schema_version SET version = 3;

        """;

    /// <summary>Takes the third script back as well: what it dropped is there again, empty.</summary>
    private string ToVersion2 => ToVersion3 +
        $"""
        ALTER TABLE {_backend.Schema}.identity_acts DROP COLUMN as_of;
        ALTER TABLE {_backend.Schema}.identity_nodes DROP COLUMN holder, DROP COLUMN changer;
        DROP TABLE {_backend.Schema}.identity_edition;
        DROP TABLE {_backend.Schema}.consumer_cursors;
        CREATE TABLE {_backend.Schema}.segment_cursors (name text COLLATE "C" PRIMARY KEY, sequence bigint NOT NULL);
        CREATE TABLE {_backend.Schema}.trait_cursors (name text COLLATE "C" PRIMARY KEY, sequence bigint NOT NULL);
        UPDATE {_backend.Schema}.schema_version SET version = 2;

        """;

    [SetUp]
    public void MakePlace() => _backend = new PostgreSqlBackend();

    [TearDown]
    public void RemovePlace() => _backend.Dispose();

    [Test]
    public async Task Open_RefusesTablesOfANewerVersion_ByName()
    {
        await using (var first = _backend.Create())
        {
            await first.OpenAsync(default);
        }

        await ExecuteAsync($"UPDATE {_backend.Schema}.schema_version SET version = 99");
        await using var second = _backend.Create();
        var refused = await Should.ThrowAsync<StorageException>(async () => await second.OpenAsync(default));
        refused.Error.ShouldBe(StorageError.NewerVersion);
        refused.Message.ShouldContain("99");
    }

    [Test]
    public async Task Open_MigratesTablesOfTheFirstVersion_AndKeepsWhatTheyHold()
    {
        await using (var first = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => _backend.Create())))
        {
            await first.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com" });
        }

        await ExecuteAsync(ToVersion2
            + $"DROP TABLE {_backend.Schema}.trait_changes, {_backend.Schema}.trait_cursors; DROP SEQUENCE {_backend.Schema}.trait_change_numbers; "
            + $"UPDATE {_backend.Schema}.schema_version SET version = 1");
        await using var second = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => _backend.Create()).TraitChanges());
        (await second.Profiles.FindAsync(Ada, "essential.service"))!.Traits["email"].Value.AsString().ShouldBe("ada@example.com");
        await second.IdentifyAsync(Ada, new() { ["email"] = "ada@new.example" });
        (await second.Profiles.ChangesAsync(0, "essential.service")).Changes.Select(change => change.Trait).ShouldBe(["email"]);
        (await AskAsync($"SELECT version FROM {_backend.Schema}.schema_version")).ShouldBe(Schema.Migrations.Current);
    }

    [Test]
    public async Task Open_MigratesTablesOfTheSecondVersion_AndKeepsWhereTheirConsumersStand()
    {
        await using (var first = _backend.Create())
        {
            await first.OpenAsync(default);
        }

        await ExecuteAsync(ToVersion2
            + $"INSERT INTO {_backend.Schema}.segment_cursors VALUES ('mailer', 7), ('', 3); INSERT INTO {_backend.Schema}.trait_cursors VALUES ('mailer', 9)");
        await using var second = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => _backend.Create()).TraitChanges());
        (await second.Segments.CursorAsync("mailer")).ShouldBe(7);
        (await second.Profiles.CursorAsync("mailer")).ShouldBe(9);
        (await Should.ThrowAsync<ChangesForgottenException>(async () => await second.Segments.ChangesAsync(after: 2))).Through.ShouldBe(3);
        (await second.Profiles.ChangesAsync(after: 2, "essential.service")).Changes.ShouldBeEmpty();
        (await AskAsync($"SELECT version FROM {_backend.Schema}.schema_version")).ShouldBe(Schema.Migrations.Current);
    }

    /// <summary>A node of the version before appends without a turn while others have been updated already.</summary>
    [Test]
    public async Task Open_MigratesTablesOfTheThirdVersion_WhileNodesOfItGoOn()
    {
        await using (var first = await OpenAsync())
        {
            await first.TrackAsync(Ada, "Order Completed");
        }

        await ExecuteAsync(ToVersion3);
        await using var updated = await OpenAsync();
        await using var old = await OpenAsync();
        await updated.TrackAsync(Ada, "Product Viewed");
        await old.TrackAsync(Ada, "Order Completed");
        await ExecuteAsync(
            $"""
            UPDATE {_backend.Schema}.event_keys k SET turn = DEFAULT FROM {_backend.Schema}.events e
                WHERE e.message_key = k.message_key AND e.turn > 0 AND e.name = 'Order Completed';
            UPDATE {_backend.Schema}.events SET turn = DEFAULT WHERE turn > 0 AND name = 'Order Completed';
            """);
        await updated.TrackAsync(Ada, "Order Completed");
        (await updated.Segments.CountAsync("regulars")).ShouldBe(1);
        (await updated.Privacy.EraseAsync(Ada)).ShouldNotBeNull();
        (await AskAsync($"SELECT count(*) FROM {_backend.Schema}.events")).ShouldBe(0L);

        Task<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => _backend.Create())
            .Segment("regulars", Rule.Count("Order Completed").AtLeast(3))).AsTask();
    }

    /// <summary>A node of the version before reads one table and then writes the other, as the script comes to them in its own order.</summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task Open_WaitsForWhoeverWritesByTheTablesAsTheyWere(CancellationToken stop)
    {
        await using (var first = _backend.Create())
        {
            await first.OpenAsync(default);
        }

        await ExecuteAsync(ToVersion3);
        await using var connection = await PostgreSqlBackend.DataSource.OpenConnectionAsync(stop);
        await using var writing = await connection.BeginTransactionAsync(stop);
        await RunAsync($"SELECT pg_advisory_xact_lock_shared({new Native.SchemaName(_backend.Schema).WriterGate})");
        await RunAsync($"SELECT count(*) FROM {_backend.Schema}.events");
        await using var second = _backend.Create();
        var opening = second.OpenAsync(stop).AsTask();
        while (await AskAsync(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
            + $"AND (classid::bigint << 32 | objid::bigint) = {new Native.SchemaName(_backend.Schema).WriterGate}") is not 1L)
        {
            stop.ThrowIfCancellationRequested();
        }

        await RunAsync($"INSERT INTO {_backend.Schema}.event_keys (message_key, source, fingerprint, anchor) VALUES (gen_random_uuid(), 'web', 1, gen_random_uuid())");
        await writing.CommitAsync(stop);
        await opening;
        (await AskAsync($"SELECT turn FROM {_backend.Schema}.event_keys")).ShouldBe(0L);

        async Task RunAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, writing);
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var command = PostgreSqlBackend.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> AskAsync(string sql)
    {
        await using var command = PostgreSqlBackend.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
