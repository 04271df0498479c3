using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Tables;
using FirstParty.Storage.Conformance;

namespace FirstParty.Sqlite.Tests;

/// <summary>64 bits find a fact; 128 tell it from another that has the same 64.</summary>
[TestFixture]
public sealed class KeyHashTests
{
    private static CancellationToken Token => CancellationToken.None;

    [Test]
    public void Of_FollowsTime_ForUuidsOfVersion7()
    {
        var hashes = Enumerable.Range(0, 100)
            .Select(second => FactId.Of("web", Guid.CreateVersion7(Facts.At(second)).ToString()))
            .Select(fact => KeyHash.Of(1, fact.Key))
            .ToList();
        hashes.ShouldBeInOrder();
        hashes.Distinct().Count().ShouldBe(100);
    }

    /// <summary>Pinned to a plain recomputation: a file written once must be found in by every later version.</summary>
    [Test]
    public void Of_IsTheSameForEver()
    {
        KeyHash.Of(1, Facts.Id(1).Key).ShouldNotBe(KeyHash.Of(2, Facts.Id(1).Key));
        KeyHash.Of(1, UInt128.One).ShouldBe(-2_529_857_523_242_969_672L);
    }

    [TestCase(200_000)]
    [TestCase(1)]
    public async Task Facts_OfOneHash_AreToldApart(int recentKeys)
    {
        using var backend = new SqliteBackend();
        var options = new SqliteStorageOptions { RecentKeys = recentKeys };
        var events = Enumerable.Range(1, 4).Select(number => Facts.Event(number) with { Id = Colliding(number) }).ToList();
        events.Select(e => KeyHash.Of(1, e.Id.Key)).Distinct().Count().ShouldBe(1);

        for (var round = 0; round < 3; round++)
        {
            await using var storage = backend.Create(options);
            await storage.OpenAsync(Token);
            await using var session = await storage.BeginWriteAsync(Token);
            (await session.Events.AppendAsync(events, Token))
                .ShouldAllBe(result => result == (round == 0 ? AppendResult.Appended : AppendResult.Duplicate));
            await session.Events.AppendAsync([.. Enumerable.Range(100, 40).Select(number => Facts.Event(number))], Token);
            await session.CommitAsync(Token);
        }

        await using var last = backend.Create(options);
        await last.OpenAsync(Token);
        await using var writer = await last.BeginWriteAsync(Token);
        await writer.Events.EraseAsync([events[0].Id, events[2].Id], Token);
        (await writer.Events.FindAsync([.. events.Select(e => e.Id)], Token)).Select(e => e.Id)
            .ShouldBe([events[1].Id, events[3].Id], ignoreOrder: true);
        (await writer.Events.AppendAsync(events, Token))
            .ShouldBe([AppendResult.Appended, AppendResult.Duplicate, AppendResult.Appended, AppendResult.Duplicate]);
    }

    /// <summary>Another key for each number, all of one hash under the first source of a database.</summary>
    private static FactId Colliding(int number)
    {
        var low = (ulong)number;
        var high = KeyHash.Mix(low + KeyHash.Odd) ^ 0x1234_0000_0000_0000UL;
        return new FactId("web", new UInt128(high, low));
    }
}
