using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using Npgsql;

namespace FirstParty.PostgreSql.Tests;

/// <summary>A server that fails, on one of its own whose commits reach the disk.</summary>
[TestFixture]
public sealed class PostgreSqlFaultTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task AServerThatStopsAndStarts_LosesNothingAcknowledged(bool crash)
    {
        using var server = new PostgreSqlServer(fsync: true);
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UsePostgreSql(server.ConnectionString));
        var acknowledged = await IngestAsync(cdp, "before");
        server.Stop(crash);
        var refused = await Should.ThrowAsync<StorageException>(async () => await IngestAsync(cdp, "while"));
        refused.Error.ShouldBe(StorageError.Unavailable);

        server.Start();
        acknowledged += await IngestUntilTakenAsync(cdp, "after");
        (await cdp.IngestAsync(Page("before", 0))).Status.ShouldBe(EventStatus.Duplicate);
        (await cdp.Profiles.FindAsync(Identifier.UserId("ada"), "essential.service"))!.Events.ShouldBe(acknowledged);
    }

    [Test]
    public async Task AServerThatStopsMidBatch_IsNamed_AndWhatWasAcknowledgedIsThereOnce()
    {
        using var server = new PostgreSqlServer(fsync: true);
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UsePostgreSql(server.ConnectionString));
        var taken = new System.Collections.Concurrent.ConcurrentBag<int>();
        var faults = new System.Collections.Concurrent.ConcurrentBag<StorageError>();
        await cdp.IngestAsync(Page("mid", 0));
        var writing = Enumerable.Range(1, 400).Select(number => Task.Run(async () =>
        {
            try
            {
                var outcome = await cdp.IngestAsync(Page("mid", number));
                outcome.Status.ShouldBe(EventStatus.Accepted);
                taken.Add(number);
            }
            catch (StorageException fault)
            {
                faults.Add(fault.Error);
            }
        })).ToList();
        await Task.WhenAny(writing);
        server.Stop(crash: true);
        await Task.WhenAll(writing);
        server.Start();

        faults.Distinct().ShouldBeSubsetOf([StorageError.Unavailable, StorageError.OutcomeUnknown]);
        await IngestUntilTakenAsync(cdp, "afterwards");
        foreach (var number in taken)
        {
            (await cdp.IngestAsync(Page("mid", number))).Status.ShouldBe(EventStatus.Duplicate);
        }
    }

    /// <summary>
    /// Commits that do not wait for the disk: a server that crashes forgets the last of them, and how far turns had come. Nodes remember both, and must not.
    /// </summary>
    [Test]
    public async Task AServerThatForgotItsLastCommits_IsFollowed_ByNodesThatRememberThem()
    {
        using var server = new PostgreSqlServer(fsync: true);
        await ExecuteAsync(server, "ALTER SYSTEM SET synchronous_commit = off");
        await ExecuteAsync(server, "ALTER SYSTEM SET wal_writer_delay = '10s'");
        await ExecuteAsync(server, "ALTER SYSTEM SET wal_writer_flush_after = '100MB'");
        server.Stop();
        server.Start();
        await using var one = await OpenAsync(server);
        await using var other = await OpenAsync(server);
        await OrderAsync(one);
        await OrderAsync(other);
        await OrderAsync(one);
        await ExecuteAsync(server, "CHECKPOINT");
        for (var number = 0; number < 100; number++)
        {
            await one.PageAsync(Identifier.UserId("ada")); // Forgotten, and of no concern to the segment.
        }

        server.Stop(crash: true);
        server.Start();
        await UntilTakenAsync(() => OrderAsync(other));
        await OrderAsync(other);
        await UntilTakenAsync(() => OrderAsync(one));
        (await one.Segments.CountAsync("regulars")).ShouldBe(1);

        static Task OrderAsync(CustomerDataPlatform node) => node.TrackAsync(Identifier.UserId("ada"), "Order Completed").AsTask();

        static Task<CustomerDataPlatform> OpenAsync(PostgreSqlServer server) => CustomerDataPlatform.OpenAsync(setup => setup
            .UsePostgreSql(server.ConnectionString)
            .Segment("regulars", Rule.Count("Order Completed").AtLeast(6))).AsTask();
    }

    private static async Task ExecuteAsync(PostgreSqlServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilTakenAsync(Func<Task> act)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                await act();
                return;
            }
            catch (StorageException) when (left > 0)
            {
                await TestContext.Out.WriteLineAsync("a broken connection was given back");
            }
        }
    }

    private static PageEvent Page(string stage, int number) =>
        new() { MessageId = $"{stage}-{number}", Identifiers = [Identifier.UserId("ada")] };

    private static async Task<int> IngestAsync(CustomerDataPlatform cdp, string stage)
    {
        var outcomes = await cdp.IngestAsync([.. Enumerable.Range(0, 20).Select(number => Page(stage, number))]);
        return outcomes.Count(outcome => outcome.Status == EventStatus.Accepted);
    }

    /// <summary>Connections that broke are found out one by one; each try gives back one of them.</summary>
    private static async Task<int> IngestUntilTakenAsync(CustomerDataPlatform cdp, string stage)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                return await IngestAsync(cdp, stage);
            }
            catch (StorageException) when (left > 0)
            {
                await TestContext.Out.WriteLineAsync("a broken connection was given back");
            }
        }
    }
}
