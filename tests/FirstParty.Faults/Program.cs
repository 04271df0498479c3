using System.Globalization;

namespace FirstParty.Faults;

/// <summary>
/// The fault harness as a program: <c>dotnet run -c Release --project tests/FirstParty.Faults -- kill 40 sqlite</c> kills a child process 40 times,
/// <c>-- backlog 1000000 sqlite</c> hands in a backlog and starts over it. The short forms are the tests of this project.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["child", var target, var place, var round, .. var how]:
                return await Child.RunAsync(FaultTarget.Of(target, place), int.Parse(round, CultureInfo.InvariantCulture), how is ["redefined"]);
            case ["server"]:
                using (var server = new PostgreSql.Tests.PostgreSqlServer())
                {
                    Console.WriteLine($"{server.Data} {server.ConnectionString}");
                    await Task.Delay(Timeout.InfiniteTimeSpan);
                    return 0;
                }

            case ["kill", var kills, var target]:
                using (var place = FaultTarget.New(target))
                {
                    var report = await new KillRun(place, seed: 7).RunAsync(int.Parse(kills, CultureInfo.InvariantCulture));
                    Console.WriteLine(report);
                    return report.IsSound ? 0 : 1;
                }

            case ["backlog", var events, var target, .. var kept]:
                using (var place = kept is [var at] ? FaultTarget.Of(target, at) : FaultTarget.New(target))
                {
                    var report = await BacklogRun.RunAsync(place, int.Parse(events, CultureInfo.InvariantCulture));
                    Console.WriteLine(report);
                    Console.WriteLine(await ChildStart.MeasureAsync(place));
                    return report.IsSound ? 0 : 1;
                }

            case ["start", var target, var kept]:
                using (var place = FaultTarget.Of(target, kept))
                {
                    Console.WriteLine(await ChildStart.MeasureAsync(place));
                    return 0;
                }

            default:
                Console.WriteLine("kill COUNT sqlite|postgresql, backlog EVENTS sqlite|postgresql [PLACE to keep it in], start sqlite|postgresql PLACE");
                return 2;
        }
    }
}
