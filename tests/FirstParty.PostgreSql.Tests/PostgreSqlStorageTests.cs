using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using Npgsql;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class PostgreSqlStorageTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    private PostgreSqlBackend _backend = null!;

    [SetUp]
    public void MakePlace() => _backend = new PostgreSqlBackend();

    [TearDown]
    public void RemovePlace() => _backend.Dispose();

    [Test]
    public async Task Open_RefusesASchemaOfAnotherProgram()
    {
        await ExecuteAsync($"CREATE SCHEMA {_backend.Schema}; CREATE TABLE {_backend.Schema}.orders (id bigint)");
        await using var storage = _backend.Create();
        (await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(default))).Message.ShouldContain("another program");
    }

    [Test]
    public async Task Open_TakesASchemaThatIsThereAndEmpty()
    {
        await ExecuteAsync($"CREATE SCHEMA {_backend.Schema}");
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
    }

    [Test]
    public async Task Open_SaysWhatIsMissing_WhenThereIsNoClusterToSpreadOver()
    {
        await using var storage = new PostgreSqlStorage(
            PostgreSqlBackend.DataSource, new PostgreSqlStorageOptions { Schema = _backend.Schema, Distributed = true });
        var refused = await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(default));
        refused.Message.ShouldContain("CREATE EXTENSION citus");
        (await AskAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = '{_backend.Schema}'")).ShouldBe(0L, "nothing is half made");
    }

    /// <summary>Citus keeps a key unique only where the key contains the column that rows are spread by, and a column so used is never updated.</summary>
    [Test]
    public async Task EveryTable_HasADistributionColumn_ThatEveryUniqueKeyContains()
    {
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
        var columns = Schema.Distribution.Columns.ToDictionary(row => row.Table, row => row.Column);
        var keys = await RowsAsync(
            $"""
            SELECT c.relname, string_agg(a.attname, ',') FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey) WHERE n.nspname = '{_backend.Schema}' AND i.indisunique GROUP BY i.indexrelid, c.relname
            """);
        foreach (var (table, key) in keys.Where(key => key.Name is not ("schema_version" or "server_life" or "segment_changes" or "trait_changes")))
        {
            columns.ShouldContainKey(table);
            key.Split(',').ShouldContain(columns[table], $"the key of {table}");
        }

        keys.Select(key => key.Name).Distinct().Count().ShouldBe(columns.Count + 4, "the version, the life and the changes stay on the coordinator");
    }

    [TestCase("")]
    [TestCase("9lives")]
    [TestCase("Shop")]
    [TestCase("a\"; DROP SCHEMA public; --")]
    public void Schema_IsPlain(string schema) => Should.Throw<ArgumentException>(() => new PostgreSqlStorage(
        PostgreSqlBackend.DataSource, new PostgreSqlStorageOptions { Schema = schema }));

    [Test]
    public async Task Text_MayHoldWhatPostgreSqlTextCannot()
    {
        const string Odd = "a\0b\u0001c\uD800d";
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
        var who = new Identifier("crm", "x\0y");
        var logged = new LoggedEvent
        {
            Id = new FactId("web", 7), Kind = EventKind.Track, Name = Odd, Anchor = who, Identifiers = [who],
            OccurredAt = DateTimeOffset.UnixEpoch, ReceivedAt = DateTimeOffset.UnixEpoch,
        };
        await using (var session = await storage.BeginWriteAsync(default))
        {
            await session.Events.AppendAsync([logged], default);
            await session.Identity.WriteAsync(new GraphChange { Nodes = [GraphNode.Alone(who)] }, default);
            await session.CommitAsync(default);
        }

        await using var reader = await storage.BeginReadAsync(default);
        var found = (await reader.Events.FindAsync([logged.Id], default)).Single();
        (found.Name, found.Anchor).ShouldBe(("a\0b\u0001c\uFFFDd", who));
        (await reader.Identity.FindAsync(new GraphQuery { Nodes = [ProfileId.Of(who)] }, default)).Nodes.Single().Identifier.ShouldBe(who);
    }

    [Test]
    public async Task ARefusedEvent_LeavesNothingOfWhomItNamed()
    {
        await using var cdp = await OpenAsync();
        var outcome = await cdp.IngestAsync(new TrackEvent { Name = "Letter Opened", Identifiers = [Ada] });
        outcome.Status.ShouldBe(EventStatus.Withheld);
        (await AskAsync($"SELECT count(*) FROM {_backend.Schema}.identity_nodes")).ShouldBe(0L);
    }

    [Test]
    public async Task UsePostgreSql_TakesAConnectionString()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UsePostgreSql(ServerFixture.Server.ConnectionString, o => o.Schema = _backend.Schema));
        (await cdp.PageAsync(Ada)).Status.ShouldBe(EventStatus.Accepted);
        (await cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("Data Source=geheim.db")]
    [TestCase("geheim")]
    [TestCase("Host=db;Port=geheim")]
    [TestCase("Host=db;Database=shop;Password=ge;heim")]
    [TestCase("Database=geheim")]
    [TestCase("Host=db;Pooling=geheim")]
    [TestCase("Host=db;SSL Mode=geheim")]
    public void UsePostgreSql_SaysWhatIsExpected_AndNothingOfWhatWasGiven(string connectionString)
    {
        var refused = Should.Throw<ArgumentException>(() => new FirstPartyBuilder().UsePostgreSql(connectionString));
        refused.ParamName.ShouldBe("connectionString");
        refused.Message.ShouldContain("Host=db;Database=shop;Username=shop");
        refused.ToString().ShouldNotContain("heim");
    }

    [Test]
    public async Task Open_NamesTheRightThatIsMissing_AndNeedsNoMore()
    {
        var user = $"{_backend.Schema}_user";
        var text = new NpgsqlConnectionStringBuilder(ServerFixture.Server.ConnectionString) { Username = user, Password = "chosen-for-this", Pooling = false };
        await ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD 'chosen-for-this'");
        var options = new PostgreSqlStorageOptions { Schema = _backend.Schema };
        await using (var storage = new PostgreSqlStorage(text.ConnectionString, options))
        {
            var refused = await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(default));
            refused.Message.ShouldContain("CREATE on the database");
            await ExecuteAsync($"GRANT CREATE ON DATABASE {text.Database} TO {user}");
            await storage.OpenAsync(default);
        }

        await ExecuteAsync($"DROP OWNED BY {user} CASCADE; DROP ROLE {user}");
    }

    [Test]
    public async Task Open_SaysWhatToCreate_WhenThereIsNoDatabase()
    {
        var text = new NpgsqlConnectionStringBuilder(ServerFixture.Server.ConnectionString) { Database = "nothing", Pooling = false };
        await using var storage = new PostgreSqlStorage(text.ConnectionString);
        var refused = await Should.ThrowAsync<StorageException>(async () => await storage.OpenAsync(default));
        refused.Error.ShouldBe(StorageError.Unavailable);
        refused.Message.ShouldContain("CREATE on it");
    }

    [Test]
    public async Task WhatAnotherHolds_IsAConflict_WhenItIsAskedForInTheMiddle()
    {
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
        await using (var making = await storage.BeginWriteAsync(default))
        {
            await making.Identity.WriteAsync(new GraphChange { Nodes = [GraphNode.Alone(Ada), GraphNode.Alone(Identifier.UserId("bo"))] }, default);
            await making.CommitAsync(default);
        }

        await using var one = await storage.BeginWriteAsync(default);
        await using var other = await storage.BeginWriteAsync(default);
        (await one.Identity.LockAsync([Ada], default)).ShouldBeTrue();
        (await other.Identity.LockAsync([Identifier.UserId("bo")], default)).ShouldBeTrue();
        (await one.Identity.LockAsync([Ada], default)).ShouldBeFalse("it is held already");
        (await Should.ThrowAsync<StorageException>(async () => await other.Identity.LockAsync([Ada], default))).Error.ShouldBe(StorageError.Conflict);
    }

    /// <summary>
    /// Somebody who waited may lock what has meanwhile become a part of a person that another holds: the other, who writes it, does not wait in turn.
    /// </summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task WhoWritesAPart_DoesNotWaitForOneWhoWaitsForTheWhole(CancellationToken stop)
    {
        await using var storage = _backend.Create();
        await storage.OpenAsync(default);
        GraphNode[] nodes = [.. Enumerable.Range(0, 3).Select(number => GraphNode.Alone(Identifier.UserId($"u{number}"))).OrderBy(node => node.Id)];
        var (first, part, whole) = (nodes[0], nodes[1] with { Component = nodes[2].Id }, nodes[2]);
        await using (var making = await storage.BeginWriteAsync(default))
        {
            await making.Identity.WriteAsync(new GraphChange { Nodes = [.. nodes] }, default);
            await making.CommitAsync(default);
        }

        await using var before = await storage.BeginWriteAsync(default);
        await before.Identity.LockAsync([first.Identifier], default);
        await using var late = await storage.BeginWriteAsync(default);
        var waiting = late.Identity.LockAsync([.. nodes.Select(node => node.Identifier)], default).AsTask(); // All three, as they are now: alone.
        await UntilAsync(async () => (await AskAsync(
            $"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%\"{_backend.Schema}\".identity_nodes%'")) is 1L, stop);
        await using (var merging = await storage.BeginWriteAsync(default))
        {
            await merging.Identity.LockAsync([part.Identifier, whole.Identifier], default);
            await merging.Identity.WriteAsync(new GraphChange { Nodes = [part] }, default);
            await merging.CommitAsync(default);
        }

        await using var holding = await storage.BeginWriteAsync(default);
        await holding.Identity.LockAsync([whole.Identifier], default);
        await before.DisposeAsync();
        await UntilAsync(() => IsLockedAsync(part), stop); // By the late one, which now waits for the whole.
        await holding.Identity.WriteAsync(new GraphChange { Nodes = [part with { FanOut = 2 }] }, default);
        var fault = await Should.ThrowAsync<StorageException>(async () => await holding.CommitAsync(default));
        (fault.Error, (fault.InnerException as Npgsql.PostgresException)?.SqlState)
            .ShouldBe((StorageError.Conflict, Npgsql.PostgresErrorCodes.LockNotAvailable), "it gave way before the server had to find a circle");
        await holding.DisposeAsync();
        (await waiting).ShouldBeTrue();
    }

    private async Task<bool> IsLockedAsync(GraphNode node)
    {
        try
        {
            await ExecuteAsync($"SELECT 1 FROM {_backend.Schema}.identity_nodes WHERE id = '{node.Id.Value}' FOR UPDATE NOWAIT");
            return false;
        }
        catch (Npgsql.PostgresException taken) when (taken.SqlState == Npgsql.PostgresErrorCodes.LockNotAvailable)
        {
            return true;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken stop)
    {
        while (!await condition())
        {
            stop.ThrowIfCancellationRequested();
        }
    }

    private Task<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
        .UseStorage(_ => _backend.Create())
        .Purpose("letter", LawfulBasis.Consent)
        .Taxonomy(data => data.Event("Letter Opened", Taxonomies.DataKind.Quantitative, purpose: "letter"))
        .Segment("everybody", Rule.Event("Page Viewed").AtLeastOnce())).AsTask();

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

    private static async Task<List<(string Name, string Key)>> RowsAsync(string sql)
    {
        await using var command = PostgreSqlBackend.DataSource.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await row.ReadAsync())
        {
            rows.Add((row.GetString(0), row.GetString(1)));
        }

        return rows;
    }
}
