using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance;

/// <summary>What <see cref="UnresolvedFacts"/> must do.</summary>
public abstract class UnresolvedFactsConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Take_GivesTheOldestFirst_AndEachOnce()
    {
        await AddAsync(Fact(3, 30), Fact(1, 10), Fact(4, 40));
        await AddAsync(Fact(2, 20), Fact(3, 99));

        (await TakeAsync(2)).ShouldBe([Fact(1, 10), Fact(2, 20)]);
        (await TakeAsync(9)).ShouldBe([Fact(3, 30), Fact(4, 40)]);
        (await TakeAsync(9)).ShouldBeEmpty();
    }

    [Test]
    public async Task Take_TellsFactsOfTwoSourcesApart()
    {
        var other = Fact(1, 10) with { Id = Facts.Id(1, "shop-till") };
        await AddAsync(Fact(1, 10), other);
        (await TakeAsync(9)).ShouldBe([Fact(1, 10), other], ignoreOrder: true);
    }

    [Test]
    public async Task Take_LeavesThem_WhenItIsUndone()
    {
        await AddAsync(Fact(1, 10));
        await UndoAsync(async session => (await session.Unresolved.TakeAsync(9, Token)).Count.ShouldBe(1));
        (await TakeAsync(9)).ShouldBe([Fact(1, 10)]);
    }

    [Test]
    public async Task Add_IsSeenBySameSession_AndLeavesNothingWhenUndone()
    {
        await UndoAsync(async session =>
        {
            await session.Unresolved.AddAsync([Fact(1, 10)], Token);
            (await session.Unresolved.CountAsync([Anchor(1)], Token)).ShouldBe(1);
        });
        (await TakeAsync(9)).ShouldBeEmpty();
    }

    [Test]
    public async Task Count_CountsAtTheseAnchors()
    {
        await AddAsync(Fact(1, 10), Fact(3, 30), Fact(4, 40));
        (await CountAsync(Anchor(1), Anchor(1))).ShouldBe(2, "those of odd numbers are about one person");
        (await CountAsync(Anchor(1), Anchor(2))).ShouldBe(3);
        (await CountAsync()).ShouldBe(0);
        await TakeAsync(1);
        (await CountAsync(Anchor(1))).ShouldBe(1);
    }

    private static UnresolvedFact Fact(int number, int minute) =>
        new(Facts.Id(number), Anchor(number), DateTimeOffset.UnixEpoch.AddMinutes(minute));

    private static ProfileId Anchor(int number) => ProfileId.Of(Facts.Person(number % 2));

    private Task AddAsync(params UnresolvedFact[] facts) => WriteAsync(async session => await session.Unresolved.AddAsync(facts, Token));

    private Task<int> CountAsync(params ProfileId[] anchors) => ReadAsync(async session => await session.Unresolved.CountAsync(anchors, Token));

    private async Task<IReadOnlyList<UnresolvedFact>> TakeAsync(int count)
    {
        IReadOnlyList<UnresolvedFact> taken = [];
        await WriteAsync(async session => taken = await session.Unresolved.TakeAsync(count, Token));
        return taken;
    }
}
