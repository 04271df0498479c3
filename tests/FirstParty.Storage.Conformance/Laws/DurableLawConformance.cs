namespace FirstParty.Storage.Conformance.Laws;

/// <summary>The laws of a store that remembers: what was acknowledged is there after a restart, and what was erased is in no table and no file.</summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class DurableLawConformance<TBackend> : ErasureLawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public void Law8_AcknowledgedIsDurable() => LawCheck.Run(Tries, 24, async (facts, _) =>
    {
        using var backend = new TBackend();
        string before;
        await using (var first = await LawWorld.OpenAsync(backend.Create()))
        {
            await HandInAsync(first, facts);
            before = await LawSnapshot.OfAsync(first);
        }

        await using var second = await LawWorld.OpenAsync(backend.Create());
        (await LawSnapshot.OfAsync(second)).ShouldBe(before);
        await HandInAsync(second, facts.Where(fact => !fact.IsRefusal));
        (await LawSnapshot.OfAsync(second)).ShouldBe(before, "what was acknowledged counts once, across restarts");
    });
}
