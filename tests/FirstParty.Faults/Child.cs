using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Faults;

/// <summary>
/// The process that is killed: hands in batches, consent acts and erasures from several producers, and says on its output what was acknowledged, as
/// soon as it was.
/// </summary>
internal static class Child
{
    private const int Producers = 4;

    public static async Task<int> RunAsync(FaultTarget target, int round, bool redefined)
    {
        try
        {
            await using var cdp = await Shop.OpenAsync(target.Create(), spending: redefined ? 150 : Shop.Spending);
            await cdp.Profiles.FindAsync(Shop.Person(0), Shop.Service);
            Say("ready");
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() => ProduceAsync(cdp, producer, round))));
            return 0;
        }
        catch (Storage.StorageException fault)
        {
            Say($"fault {fault.Error}");
            return 3;
        }
    }

    private static async Task ProduceAsync(CustomerDataPlatform cdp, int producer, int round)
    {
        for (var batch = round * 100_000; ; batch++)
        {
            var outcomes = await cdp.IngestAsync(Shop.Batch(producer, batch));
            if (outcomes.Any(outcome => outcome.Status is not (EventStatus.Accepted or EventStatus.Duplicate)))
            {
                Say($"refused {outcomes.First(outcome => outcome.Status != EventStatus.Accepted).Reason}");
            }

            Say($"events {producer} {batch}");
            if (batch % 3 == 0)
            {
                await cdp.Consent.GrantAsync(Shop.Person(batch), Shop.Purpose, evidence: $"form {batch}");
                Say($"consent {Shop.Person(batch).Value}");
            }

            if (batch % 5 == 0)
            {
                var gone = Identifier.UserId($"gone-{producer}-{batch}");
                await cdp.TrackAsync(gone, "Order Completed");
                await cdp.Privacy.EraseAsync(gone);
                Say($"erased {gone.Value}");
            }
        }
    }

    private static void Say(string text)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }
}
