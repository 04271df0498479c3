namespace FirstParty.Faults;

/// <summary>Acknowledged is durable: the short form of the kill harness.</summary>
public sealed class KillTests
{
    [TestCase("sqlite")]
    [TestCase("postgresql")]
    public async Task Kill_LosesNothingAcknowledged_AndDoublesNothing(string store)
    {
        using var target = FaultTarget.New(store);
        var report = await new KillRun(target, seed: 1).RunAsync(kills: 4);
        report.Acknowledged.ShouldBeGreaterThanOrEqualTo(4);
        report.IsSound.ShouldBeTrue(report.ToString());
    }

    [TestCase("sqlite")]
    public async Task Backlog_IsTakenWhole_InBoundedMemory(string store)
    {
        using var target = FaultTarget.New(store);
        var report = await BacklogRun.RunAsync(target, events: 20_000);
        report.IsSound.ShouldBeTrue(report.ToString());
    }
}
