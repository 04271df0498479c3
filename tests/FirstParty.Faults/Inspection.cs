using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>Compares what a store holds with what was acknowledged.</summary>
internal sealed class Inspection(FaultTarget target, Acknowledged acknowledged)
{
    public async Task<KillReport> RunAsync(int kills, TimeSpan slowestStart)
    {
        var storage = target.Create();
        await using var cdp = await Shop.OpenAsync(storage);
        var problems = (await target.CheckAsync(storage)).Concat(acknowledged.Complaints).ToList();
        var lost = await LostEventsAsync(storage) + await LostConsentsAsync(cdp) + await ReturnedAsync(cdp);
        var (stored, duplicates) = await DuplicatesAsync(storage);
        var live = await Snapshot.OfAsync(cdp, storage);
        await cdp.RebuildAsync();
        var rebuilt = await Snapshot.OfAsync(cdp, storage);
        return new KillReport(target.Address.Kind, kills, acknowledged.Acts, lost, duplicates, stored, problems, live == rebuilt, slowestStart);
    }

    /// <summary>Acknowledged events that are not in the log.</summary>
    private async Task<int> LostEventsAsync(FirstPartyStorage storage)
    {
        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        var lost = 0;
        foreach (var (producer, batch) in acknowledged.Batches)
        {
            var ids = Enumerable.Range(0, Shop.EventsABatch).Select(item => FactId.Of("web", Shop.MessageId(producer, batch, item))).ToList();
            lost += ids.Count - (await session.Events.FindAsync(ids, CancellationToken.None)).Count;
        }

        return lost;
    }

    private async Task<int> LostConsentsAsync(CustomerDataPlatform cdp)
    {
        var lost = 0;
        foreach (var (who, acts) in acknowledged.Consents)
        {
            lost += Math.Max(0, acts - (await cdp.Consent.HistoryAsync(Identifier.UserId(who))).Count);
        }

        return lost;
    }

    /// <summary>Erased people who are known again.</summary>
    private async Task<int> ReturnedAsync(CustomerDataPlatform cdp)
    {
        var returned = 0;
        foreach (var who in acknowledged.Erased)
        {
            returned += await cdp.Profiles.FindAsync(Identifier.UserId(who), Shop.Service) is null ? 0 : 1;
        }

        return returned;
    }

    private static async Task<(long Stored, int Duplicates)> DuplicatesAsync(FirstPartyStorage storage)
    {
        await using var session = await storage.BeginReadAsync(CancellationToken.None);
        var (seen, read) = (new HashSet<FactId>(), 0);
        await foreach (var logged in session.Events.ReadAllAsync(CancellationToken.None))
        {
            seen.Add(logged.Id);
            read++;
        }

        return (await session.Events.CountAsync(CancellationToken.None), read - seen.Count);
    }
}
