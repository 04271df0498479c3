using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>
/// Law 9: of somebody who was erased no byte is left in any table or file, while the store is open and after it was closed; replays bring nothing back,
/// nobody else is touched, and the consent log is as it was written.
/// </summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class ErasureLawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    /// <summary>How many sets of facts each law is tried on.</summary>
    protected virtual int Tries => 6;

    [Test]
    public async Task Law9_ErasedIsGone()
    {
        await CanFindAsync();
        LawCheck.Run(Tries, 16, EraseAsync);
    }

    private static async Task EraseAsync(LawFact[] facts, Random random)
    {
        using var backend = new TBackend();
        var marker = $"marker-{random.NextInt64():x16}";
        var gone = Identifier.UserId(marker);
        var secret = new IdentifyEvent { Identifiers = [gone], MessageId = marker, Traits = new Attributes { ["tea"] = marker } };
        await using (var platform = await LawWorld.OpenAsync(backend.Create()))
        {
            await HandInAsync(platform, facts);
            var others = await LawSnapshot.OfAsync(platform);
            await ActAsync(platform, gone, marker, secret);
            ErasureSearch.Find(backend, marker).ShouldNotBeEmpty("what is there is found");
            await (random.Next(2) == 0
                ? platform.Privacy.EraseAsync(gone)
                : platform.Privacy.EraseAsync(gone, new LegalHold(LawWorld.Now.AddYears(1), "a claim")));
            ErasureSearch.Find(backend, marker).ShouldBeEmpty("in the open store");
            (await LawSnapshot.OfAsync(platform)).ShouldBe(others, "nobody else is touched");
            await platform.RebuildAsync();
            (await LawSnapshot.OfAsync(platform)).ShouldBe(others, "a replay of the rest is the rest");
            (await platform.IngestAsync(secret with { Source = "web" })).Reason.ShouldBe(EventReason.Erased, "a replay resurrects nobody");
            (await platform.Profiles.FindAsync(gone, LawWorld.Service)).ShouldBeNull();
            (await platform.Consent.VerifyAsync()).Faults.ShouldBeEmpty("the proofs still verify");
            ErasureSearch.Find(backend, marker).ShouldBeEmpty("after the replay was refused");
        }

        ErasureSearch.Find(backend, marker).ShouldBeEmpty("in the closed store");
    }

    [TestCase("link")]
    [TestCase("separate")]
    [TestCase("alias")]
    public async Task Law9_ErasedIsGone_AlsoFromWhatWasSaidOfThem(string act)
    {
        const string Marker = "marker-4711";
        await CanFindAsync();
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

        ErasureSearch.Find(backend, Marker).ShouldBeEmpty();
    }

    /// <summary>A search that cannot see what is stored would find nothing of anybody who was erased, whatever is left.</summary>
    private static async Task CanFindAsync()
    {
        const string Marker = "marker-0815";
        using var backend = new TBackend();
        await using var platform = await LawWorld.OpenAsync(backend.Create());
        await platform.IngestAsync(new TrackEvent { Name = "Order Completed", Source = "web", Identifiers = [Identifier.UserId(Marker)] });
        if (ErasureSearch.Find(backend, Marker).Count == 0)
        {
            Assert.Fail($"Law 9 has nowhere to look: {typeof(TBackend).Name} shows nothing of what is stored. Override Files with the store's files, or ReadTables with every value that it keeps.");
        }
    }

    /// <summary>Everything that can hold something of a person: traits, events, waiting events, consent with its evidence, other people's refusals.</summary>
    private static async Task ActAsync(CustomerDataPlatform platform, Identifier who, string marker, IdentifyEvent secret)
    {
        var address = Identifier.Email($"{marker}@x.example");
        await platform.IngestAsync(secret with { Source = "web" });
        await platform.IngestAsync(new IdentifyEvent { Source = "form", Identifiers = [who, address], Strength = AssertionStrength.Authoritative });
        await platform.IngestAsync(
            [.. Enumerable.Range(0, 12).Select(number => new TrackEvent
            {
                Name = number % 2 == 0 ? "Order Completed" : "Never Defined",
                Source = "web",
                MessageId = $"{marker}-{number}",
                Identifiers = [number % 3 == 0 ? address : who],
                Properties = new Attributes { ["note"] = marker + new string('x', number * 400) },
                Context = new Attributes { ["page"] = marker },
            })]);
        await platform.Consent.GrantAsync(who, LawWorld.Personalisation, evidence: marker);
        await platform.Consent.DenyAsync(address, LawWorld.Advertising, new ConsentEvidence { Text = marker, RawSignal = marker });
        await platform.Consent.RestrictAsync(who, evidence: marker);
        await platform.Privacy.ExportAsync(who);
    }

    private protected static async Task HandInAsync(CustomerDataPlatform platform, IEnumerable<LawFact> facts)
    {
        foreach (var fact in facts)
        {
            await fact.HandInAsync(platform);
        }
    }
}
