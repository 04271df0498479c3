using FirstParty.Events;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="StorageSession"/> must do: all or nothing, and one consistent state for every reader.</summary>
public abstract class SessionConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Commit_ShowsWritesToOthers_AndNotBefore()
    {
        await using var writer = await Storage.BeginWriteAsync(Token);
        await writer.Events.AppendAsync([Facts.Event(1)], Token);
        (await CountAsync()).ShouldBe(0);
        await writer.CommitAsync(Token);
        (await CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Reader_StaysWithItsState_WhileOthersCommit()
    {
        await WriteAsync(async session => await session.Events.AppendAsync([Facts.Event(1)], Token));
        await using var reader = await Storage.BeginReadAsync(Token);
        (await reader.Events.CountAsync(Token)).ShouldBe(1);
        await WriteAsync(async session =>
        {
            await session.Events.AppendAsync([Facts.Event(2, Facts.Person(1))], Token);
            await session.Events.EraseAsync([Facts.Id(1)], Token);
        });

        (await reader.Events.CountAsync(Token)).ShouldBe(1);
        (await reader.Events.ReadAsync([Facts.Person(1)], Token)).ShouldHaveSingleItem().Id.ShouldBe(Facts.Id(1));
        (await CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Dispose_UndoesEveryPort_WithoutACommit()
    {
        await UndoAsync(async session =>
        {
            await session.Events.AppendAsync([Facts.FullEvent(1)], Token);
            await session.Quarantine.AddAsync(
                [new QuarantinedEvent(Facts.Id(1), new IdentifyEvent { Identifiers = [Facts.Person(1)] }, Facts.Noon, EventReason.UnknownTrait)], Token);
            await session.Consent.Keys.AddAsync(new Dictionary<Consent.SubjectLookup, ReadOnlyMemory<byte>> { [Facts.Lookup(1)] = new byte[32] }, Token);
        });

        await using var reader = await Storage.BeginReadAsync(Token);
        (await reader.Events.CountAsync(Token)).ShouldBe(0);
        (await reader.Quarantine.ReadAsync(5, Token)).ShouldBeEmpty();
        (await reader.Consent.Keys.FindAsync([Facts.Lookup(1)], Token)).ShouldBeEmpty();
    }

    [Test]
    public async Task BeginWrite_Waits_ForTheSessionBefore_WhereThereIsOneWriter()
    {
        if (!Storage.IsSingleWriter)
        {
            await using var one = await Storage.BeginWriteAsync(Token);
            await using var other = await Storage.BeginWriteAsync(Token);
            other.ShouldNotBeSameAs(one, "a store of several writers makes nobody wait to begin");
            return;
        }

        var first = await Storage.BeginWriteAsync(Token);
        var second = Storage.BeginWriteAsync(Token).AsTask();
        second.IsCompleted.ShouldBeFalse();
        await first.Events.AppendAsync([Facts.Event(1)], Token);
        await first.CommitAsync(Token);
        await first.DisposeAsync();
        await using var session = await second;
        (await session.Events.CountAsync(Token)).ShouldBe(1);
    }

    [Test]
    public async Task BeginWrite_CanBeCancelled_WhileItWaits()
    {
        if (!Storage.IsSingleWriter)
        {
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await Storage.BeginWriteAsync(cancelled.Token));
            return;
        }

        await using var first = await Storage.BeginWriteAsync(Token);
        using var source = new CancellationTokenSource();
        var second = Storage.BeginWriteAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
    }

    [Test]
    public async Task Commit_Refuses_WhenTheSessionOnlyReads()
    {
        await using var reader = await Storage.BeginReadAsync(Token);
        await Should.ThrowAsync<InvalidOperationException>(async () => await reader.CommitAsync(Token));
    }

    [Test]
    public async Task ManyReadersAndOneWriter_NeverSeeAHalf()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await using var reader = await Storage.BeginReadAsync(CancellationToken.None);
                var count = await reader.Events.CountAsync(CancellationToken.None);
                (count % 10).ShouldBe(0);
                (await Facts.ToListAsync(reader.Events.ReadAllAsync(CancellationToken.None))).Count.ShouldBe((int)count);
            }
        })).ToArray();
        for (var batch = 0; batch < 30; batch++)
        {
            var events = Enumerable.Range(batch * 10, 10).Select(number => Facts.Event(number, Facts.Person(number % 3))).ToList();
            await WriteAsync(async session => await session.Events.AppendAsync(events, Token));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        (await CountAsync()).ShouldBe(300);
    }

    private Task<long> CountAsync() => ReadAsync(async session => await session.Events.CountAsync(Token));
}
