using FirstParty.Events;

namespace FirstParty.Storage.Conformance;

/// <summary>What an <see cref="ErasedFacts"/> must do.</summary>
public abstract class ErasedFactsConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Find_GivesTheMarksThatWereAdded_AndNoOthers()
    {
        (await AnyAsync()).ShouldBeFalse();
        await AddAsync(Mark(1), Mark(2));
        await AddAsync(Mark(2), Mark(3));

        (await AnyAsync()).ShouldBeTrue();
        (await FindAsync(Mark(0), Mark(2), Mark(3), Mark(3), Mark(9))).ShouldBe([Mark(2), Mark(3)], ignoreOrder: true);
        (await FindAsync()).ShouldBeEmpty();
    }

    [Test]
    public async Task Find_ComparesEveryBit()
    {
        await AddAsync(new FactMark(UInt128.MaxValue), new FactMark(UInt128.Zero), new FactMark(UInt128.One << 64));
        (await FindAsync(new FactMark(UInt128.MaxValue - 1), new FactMark(UInt128.One), new FactMark(UInt128.One << 127))).ShouldBeEmpty();
        (await FindAsync(new FactMark(UInt128.MaxValue), new FactMark(UInt128.Zero), new FactMark(UInt128.One << 64))).Count.ShouldBe(3);
    }

    [Test]
    public async Task Add_IsSeenBySameSession_AndLeavesNothingWhenUndone()
    {
        await UndoAsync(async session =>
        {
            await session.ErasedFacts.AddAsync([Mark(1)], Token);
            (await session.ErasedFacts.FindAsync([Mark(1)], Token)).ShouldBe([Mark(1)]);
        });
        (await AnyAsync()).ShouldBeFalse();
    }

    private static FactMark Mark(int number) => new(((UInt128)0xA5A5_0000_0000_0000 << 64) + (UInt128)number);

    private Task AddAsync(params FactMark[] marks) => WriteAsync(async session => await session.ErasedFacts.AddAsync(marks, Token));

    private Task<IReadOnlySet<FactMark>> FindAsync(params FactMark[] marks) =>
        ReadAsync(async session => await session.ErasedFacts.FindAsync(marks, Token));

    private Task<bool> AnyAsync() => ReadAsync(async session => await session.ErasedFacts.AnyAsync(Token));
}
