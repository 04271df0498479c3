using FirstParty.Profiles;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="TraitOutbox"/> must do.</summary>
public abstract class TraitOutboxConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Moves_AreReadInSequence_AfterACursor()
    {
        TraitMove[] moves = [.. Enumerable.Range(1, 25).Select(number => Facts.Move(number % 4, number % 5 == 0 ? null : $"trait {number} \0é", number, number % 3 == 0 ? null : number))];
        await MoveAsync(moves[..10]);
        await MoveAsync(moves[10..]);

        var all = await MovesAsync(0, 100);
        all.Select(recorded => recorded.Move).ShouldBe(moves);
        all.Select(recorded => recorded.Sequence).ShouldBeInOrder();
        all.Select(recorded => recorded.Sequence).Distinct().Count().ShouldBe(moves.Length);
        all[0].Sequence.ShouldBePositive();
        (await MovesAsync(all[6].Sequence, 3)).ShouldBe(all.Skip(7).Take(3));
        (await MovesAsync(all[^1].Sequence, 3)).ShouldBeEmpty();
    }

    [Test]
    public async Task Erased_GoesFirst_AndForgottenThrough_TakesTheOldest()
    {
        await MoveAsync(Facts.Move(1, "a", 1), Facts.Move(2, "a", 2, 2), Facts.Move(1, "b", 3), Facts.Move(3, "c", 4));
        var all = await MovesAsync(0, 9);
        await ApplyAsync(new TraitOutboxUpdate { Erased = [Facts.Profile(1), Facts.Profile(8)], Moves = [Facts.Move(1, null, 5)] });
        var left = await MovesAsync(0, 9);
        left.Select(recorded => recorded.Move).ShouldBe([Facts.Move(2, "a", 2, 2), Facts.Move(3, "c", 4), Facts.Move(1, null, 5)]);

        await ApplyAsync(new TraitOutboxUpdate { ForgottenThrough = left[^1].Sequence });
        (await MovesAsync(0, 9)).ShouldBeEmpty();
        await MoveAsync(Facts.Move(9, "z", 9));
        (await MovesAsync(0, 9)).ShouldHaveSingleItem().Sequence.ShouldBeGreaterThan(all[^1].Sequence + 1, "no sequence is handed out twice");
    }

    [Test]
    public async Task Moves_LeaveNothing_WhenUndone()
    {
        await UndoAsync(async session => await session.TraitOutbox.ApplyAsync(new TraitOutboxUpdate { Moves = [Facts.Move(1, "a", 1)] }, Token));
        (await MovesAsync(0, 9)).ShouldBeEmpty();
    }

    private Task ApplyAsync(TraitOutboxUpdate update) => WriteAsync(async session => await session.TraitOutbox.ApplyAsync(update, Token));

    private Task MoveAsync(params TraitMove[] moves) => ApplyAsync(new TraitOutboxUpdate { Moves = moves });

    private Task<IReadOnlyList<RecordedTraitMove>> MovesAsync(long after, int limit) =>
        ReadAsync(async session => await session.TraitOutbox.ReadAsync(after, limit, Token));
}
