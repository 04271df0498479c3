using System.Text;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>The laws of a store that remembers: what was acknowledged is there after a restart, and what was erased is in no file.</summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class DurableLawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    /// <summary>How many sets of facts each law is tried on.</summary>
    protected virtual int Tries => 6;

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

    [Test]
    public void Law9_ErasedIsGone() => LawCheck.Run(Tries, 16, async (facts, random) =>
    {
        using var backend = new TBackend();
        var marker = $"marker-{random.NextInt64():x}";
        var gone = Identifier.UserId(marker);
        var secret = new IdentifyEvent { Identifiers = [gone], MessageId = marker, Traits = new Attributes { ["tea"] = marker } };
        await using (var platform = await LawWorld.OpenAsync(backend.Create()))
        {
            await HandInAsync(platform, facts);
            var others = await LawSnapshot.OfAsync(platform);
            await platform.IngestAsync(secret with { Source = "web" });
            await platform.Consent.GrantAsync(gone, LawWorld.Personalisation, evidence: marker);
            await platform.Privacy.EraseAsync(gone);
            (await LawSnapshot.OfAsync(platform)).ShouldBe(others, "nobody else is touched");
            await platform.RebuildAsync();
            (await LawSnapshot.OfAsync(platform)).ShouldBe(others, "a replay of the rest is the rest");
            (await platform.IngestAsync(secret with { Source = "web" })).Reason.ShouldBe(EventReason.Erased, "a replay resurrects nobody");
            (await platform.Profiles.FindAsync(gone, LawWorld.Service)).ShouldBeNull();
        }

        backend.Files.Where(file => Holds(file, marker)).ShouldBeEmpty();
    });

    [TestCase("link")]
    [TestCase("separate")]
    [TestCase("alias")]
    public async Task Law9_ErasedIsGone_AlsoFromWhatWasSaidOfThem(string act)
    {
        const string Marker = "marker-4711";
        using var backend = new TBackend();
        var (gone, device, other) = (Identifier.UserId(Marker), Identifier.AnonymousId(Marker + "-device"), Identifier.UserId("somebody"));
        await using (var platform = await LawWorld.OpenAsync(backend.Create()))
        {
            await platform.IngestAsync(new TrackEvent { Name = "Order Completed", Source = "web", Identifiers = [gone, device] });
            _ = act switch
            {
                "link" => (object)await platform.Profiles.LinkAsync(gone, device),
                "separate" => await platform.Profiles.SeparateAsync(gone, other),
                _ => await platform.AliasAsync(gone, Identifier.UserId(Marker + "-new")),
            };
            await platform.Privacy.EraseAsync(gone);
        }

        backend.Files.Where(file => Holds(file, Marker)).ShouldBeEmpty();
    }

    private static async Task HandInAsync(CustomerDataPlatform platform, IEnumerable<LawFact> facts)
    {
        foreach (var fact in facts)
        {
            await fact.HandInAsync(platform);
        }
    }

    private static bool Holds(string file, string marker) => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) >= 0;
}
