using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Storage.Conformance;

namespace FirstParty.PostgreSql.Tests;

/// <summary>Of two sessions that hold somebody one after the other, the later has the later turn, in whatever order they began, asked and committed.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class TurnsTests
{
    private static readonly Identifier Ada = Facts.Person(1);
    private static readonly Identifier Bo = Facts.Person(2);

    private PostgreSqlBackend _backend = null!;
    private PostgreSqlStorage _storage = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _backend = new PostgreSqlBackend();
        _storage = (PostgreSqlStorage)_backend.Create();
        await _storage.OpenAsync(default);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _storage.DisposeAsync();
        _backend.Dispose();
    }

    [Test]
    public async Task ASessionThatBeganBefore_ComesLater_WhenItHoldsLater()
    {
        await using var early = await _storage.BeginWriteAsync(default);
        await early.Events.CountAsync(default);
        var turn = await AppendAsync(Facts.Event(1, Ada));
        await AppendAsync(early, Facts.Event(2, Ada));
        (await NewAsync(Ada, turn)).ShouldBe([Facts.Id(2)]);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ASessionThatHoldsSomebodyLate_ComesLaterThanWhoeverHeldThemMeanwhile(bool areNodesThere)
    {
        if (areNodesThere)
        {
            await MakeNodesAsync();
        }

        await using var late = await _storage.BeginWriteAsync(default);
        await late.Identity.LockAsync([Bo], default);
        await late.Events.AppendAsync([Facts.Event(2, Bo)], default);
        var turn = await AppendAsync(Facts.Event(1, Ada));
        await AppendAsync(late, Facts.Event(3, Ada));
        (await NewAsync(Ada, turn)).ShouldBe([Facts.Id(3)]);
    }

    [Test]
    public async Task ASessionThatAppendsToSomebodyItDoesNotHold_IsNeverPassedOver()
    {
        await using var background = await _storage.BeginWriteAsync(default);
        await background.Identity.LockAsync([Bo], default);
        await background.Events.AppendAsync([Facts.Event(2, Ada)], default);
        var turn = await AppendAsync(Facts.Event(1, Ada));
        await background.CommitAsync(default);
        (await NewAsync(Ada, turn, Facts.Id(1))).ShouldBe([Facts.Id(2)]);
        (await NewAsync(Ada, turn, Facts.Id(1), Facts.Id(2))).ShouldBeEmpty();
    }

    /// <summary>One who waits for another is told the turn that came after the wait, not one from before it.</summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task ASessionThatWaits_DrawsItsTurnAfterwards(CancellationToken stop)
    {
        await MakeNodesAsync();
        var first = await _storage.BeginWriteAsync(default);
        await first.Identity.LockAsync([Ada], default);
        var waiting = AppendAsync(Facts.Event(3, Ada));
        await IsWaitedForAsync(stop);
        await first.Identity.LockAsync([Bo], default);
        var turn = await AppendAsync(first, Facts.Event(2, Ada));
        await first.DisposeAsync();
        await waiting;
        (await NewAsync(Ada, turn)).ShouldBe([Facts.Id(3)]);
    }

    /// <summary>A session that writes a node without having locked it does not know what others append there.</summary>
    [Test]
    public async Task ASessionThatComesToNodesWithoutALock_RemembersNobody()
    {
        await MakeNodesAsync();
        await using var session = await _storage.BeginWriteAsync(default);
        await session.Identity.LockAsync([Ada], default);
        await AppendAsync(Facts.Event(1, Bo));
        await session.Identity.WriteAsync(new GraphChange { Nodes = [GraphNode.Alone(Bo) with { Component = ProfileId.Of(Ada), Profile = ProfileId.Of(Ada) }] }, default);
        var hold = session.Identity.HoldOf(ProfileId.Of(Ada)).ShouldNotBeNull();
        await session.CommitAsync(default);
        hold.After.ShouldBeNull();
    }

    [Test]
    public async Task AnEvent_IsFoundAndErased_WhateverItsTurn()
    {
        await AppendAsync(Facts.Event(1, Ada));
        await AppendAsync(Facts.Event(2, Ada));
        await using (var unheld = await _storage.BeginWriteAsync(default))
        {
            await unheld.Events.AppendAsync([Facts.Event(3, Ada)], default);
            await unheld.CommitAsync(default);
        }

        await using (var alone = await _storage.BeginExclusiveAsync(default))
        {
            await alone.Events.AppendAsync([Facts.Event(4, Ada)], default);
            await alone.CommitAsync(default);
        }

        FactId[] all = [Facts.Id(1), Facts.Id(2), Facts.Id(3), Facts.Id(4)];
        await using (var session = await _storage.BeginExclusiveAsync(default))
        {
            (await session.Events.FindAsync(all, default)).Select(logged => logged.Id).ShouldBe(all, ignoreOrder: true);
            await session.Events.EraseAsync([Facts.Id(1), Facts.Id(3), Facts.Id(4)], default);
            await session.CommitAsync(default);
        }

        (await NewAsync(Ada, turn: -1)).ShouldBe([Facts.Id(2)]);
    }

    private async Task MakeNodesAsync()
    {
        await using var making = await _storage.BeginWriteAsync(default);
        await making.Identity.WriteAsync(new GraphChange { Nodes = [GraphNode.Alone(Ada), GraphNode.Alone(Bo)] }, default);
        await making.CommitAsync(default);
    }

    private async Task IsWaitedForAsync(CancellationToken stop)
    {
        await using var waiting = PostgreSqlBackend.DataSource.CreateCommand(
            $"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%\"{_backend.Schema}\".identity_nodes%'");
        while (await waiting.ExecuteScalarAsync(stop) is not 1L)
        {
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<long> AppendAsync(LoggedEvent logged)
    {
        await using var session = await _storage.BeginWriteAsync(default);
        return await AppendAsync(session, logged);
    }

    private static async Task<long> AppendAsync(StorageSession session, LoggedEvent logged)
    {
        await session.Identity.LockAsync([logged.Anchor], default);
        await session.Events.AppendAsync([logged], default);
        var hold = session.Identity.HoldOf(ProfileId.Of(logged.Anchor));
        await session.CommitAsync(default);
        return hold!.Turn;
    }

    private async Task<List<FactId>> NewAsync(Identifier anchor, long turn, params FactId[] known)
    {
        await using var session = await _storage.BeginReadAsync(default);
        var found = await session.Events.ReadNewAsync(new Dictionary<Identifier, long> { [anchor] = turn }, () => known.ToHashSet(), default);
        return [.. found.Select(logged => logged.Id)];
    }
}
