using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>Where resolution follows in the background, all comes to what it comes to inline.</summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class BackgroundResolutionConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    /// <summary>How many sets of facts each law is tried on.</summary>
    protected virtual int Tries => 10;

    /// <summary>How many facts a set has at most.</summary>
    protected virtual int Facts => 24;

    [Test]
    public void Settled_IsWhatInlineComesTo_AndWhatARebuildDoes() => LawCheck.Run(Tries, Facts, async (facts, _) =>
    {
        await using var inline = await LawPlatform.OpenAsync(new TBackend(), facts);
        await using var later = await OpenAsync(facts);
        await later.Platform.SettleAsync();
        var settled = await LawSnapshot.OfAsync(later.Platform);
        settled.ShouldBe(await LawSnapshot.OfAsync(inline.Platform));
        await later.Platform.RebuildAsync();
        (await LawSnapshot.OfAsync(later.Platform)).ShouldBe(settled);
    });

    /// <summary>An act about who is who, and an erasure, go by all that was acknowledged before, resolved or not.</summary>
    [Test]
    public void ActsAndErasures_WaitForNobody_AndMissNothing() => LawCheck.Run(Tries, Facts, async (facts, random) =>
    {
        var gone = LawWorld.Identifiers[random.Next(LawWorld.Identifiers.Count)];
        var ends = random.GetItems(LawWorld.Identifiers.ToArray(), 2);
        await using var inline = await LawPlatform.OpenAsync(new TBackend(), facts);
        await using var later = await OpenAsync(facts);
        foreach (var platform in (CustomerDataPlatform[])[inline.Platform, later.Platform])
        {
            await platform.Profiles.SeparateAsync(ends[0], ends[1]);
            await platform.Privacy.EraseAsync(gone);
        }

        (await LawSnapshot.OfAsync(later.Platform)).ShouldBe(await LawSnapshot.OfAsync(inline.Platform));
    });

    private static Task<LawPlatform> OpenAsync(LawFact[] facts) =>
        LawPlatform.OpenAsync(new TBackend(), facts, mode: ResolutionMode.Background);
}
