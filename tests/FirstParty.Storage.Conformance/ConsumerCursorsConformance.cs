namespace FirstParty.Storage.Conformance;

/// <summary>What <see cref="ConsumerCursors"/> must do.</summary>
public abstract class ConsumerCursorsConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Cursors_AreKept_AndNeverTurnBack()
    {
        (await CursorAsync(ChangeStream.Segments, "mailer")).ShouldBe(0);
        await AdvanceAsync(new(ChangeStream.Segments, "mailer", 7), new(ChangeStream.Segments, "ads é", 3));
        await AdvanceAsync(new(ChangeStream.Segments, "mailer", 5), new(ChangeStream.Segments, "mailer", 6));
        await UndoAsync(async session => await session.Cursors.AdvanceAsync([new(ChangeStream.Segments, "ads é", 9)], Token));

        (await CursorAsync(ChangeStream.Segments, "mailer")).ShouldBe(7);
        (await CursorAsync(ChangeStream.Segments, "ads é")).ShouldBe(3);
    }

    [Test]
    public async Task Cursors_OfOneNameInBothStreams_AreTwo()
    {
        await AdvanceAsync(
            new(ChangeStream.Segments, "mailer", 7), new(ChangeStream.Traits, "mailer", 4), new(ChangeStream.Traits, ConsumerCursor.Forgotten, long.MaxValue));
        await AdvanceAsync(new(ChangeStream.Traits, "mailer", 5), new(ChangeStream.Traits, "mailer", 2));

        (await CursorAsync(ChangeStream.Segments, "mailer")).ShouldBe(7);
        (await CursorAsync(ChangeStream.Traits, "mailer")).ShouldBe(5);
        (await CursorAsync(ChangeStream.Traits, ConsumerCursor.Forgotten)).ShouldBe(long.MaxValue);
        (await CursorAsync(ChangeStream.Segments, ConsumerCursor.Forgotten)).ShouldBe(0);
    }

    [Test]
    public Task Cursors_AreSeen_ByTheSessionThatSetThem() => WriteAsync(async session =>
    {
        await session.Cursors.AdvanceAsync([new(ChangeStream.Traits, "mailer", 4)], Token);
        (await session.Cursors.ReadAsync(ChangeStream.Traits, "mailer", Token)).ShouldBe(4);
    });

    private Task AdvanceAsync(params ConsumerCursor[] cursors) => WriteAsync(async session => await session.Cursors.AdvanceAsync(cursors, Token));

    private Task<long> CursorAsync(ChangeStream stream, string name) => ReadAsync(async session => await session.Cursors.ReadAsync(stream, name, Token));
}
