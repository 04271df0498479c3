using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- --filter '*'
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- growth 10000000 [v7|random]
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- profile 100
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- verify 1000000
// (cd benchmarks/FirstParty.Benchmarks/Tcf && npm ci); dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- tcf
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- postgresql returning|new 8000
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- hot 1000 2000
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- postgresql-profile returning|new 8000 1000 [nodes]
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- recount 1000000
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- ratios 60 [300]
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- http 60
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- merge 1000000
// dotnet run -c Release --project benchmarks/FirstParty.Benchmarks -- partition 7
// Everything runs in this process, one short job: on a shared machine the ratios are what counts.
if (args is ["growth", var events, ..])
{
    await FirstParty.Benchmarks.GrowthCurve.RunAsync(
        int.Parse(events, System.Globalization.CultureInfo.InvariantCulture), args.Length > 2 ? args[2] : null);
    return;
}

if (args is ["ratios", var turns, ..])
{
    await FirstParty.Benchmarks.LineRatios.RunAsync(
        int.Parse(turns, System.Globalization.CultureInfo.InvariantCulture),
        args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : FirstParty.Benchmarks.LineRatios.WarmUp);
    return;
}

if (args is ["http", var rounds])
{
    await FirstParty.Benchmarks.CollectorRatio.RunAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["profile", var batches])
{
    await FirstParty.Benchmarks.LineProfile.RunAsync(int.Parse(batches, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["verify", var records])
{
    await FirstParty.Benchmarks.ConsentVerifyRun.RunAsync(int.Parse(records, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["tcf"])
{
    await FirstParty.Benchmarks.TcDecodeRun.RunAsync();
    return;
}

if (args is ["postgresql", var load, var ingested])
{
    await FirstParty.Benchmarks.PostgreSqlRates.RunAsync(load, int.Parse(ingested, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["hot", var identifiers, var hotEvents])
{
    await FirstParty.Benchmarks.HotComponent.RunAsync(
        int.Parse(identifiers, System.Globalization.CultureInfo.InvariantCulture), int.Parse(hotEvents, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["postgresql-profile", var whose, var profiled, var batchSize, .. var nodes])
{
    await FirstParty.Benchmarks.PostgreSqlProfile.RunAsync(
        whose, int.Parse(profiled, System.Globalization.CultureInfo.InvariantCulture), int.Parse(batchSize, System.Globalization.CultureInfo.InvariantCulture),
        nodes is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1);
    return;
}

if (args is ["recount", var people])
{
    FirstParty.Benchmarks.SegmentRecountRun.Run(int.Parse(people, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["merge", var most])
{
    await FirstParty.Benchmarks.MergeCost.RunAsync(int.Parse(most, System.Globalization.CultureInfo.InvariantCulture), turns: 60);
    return;
}

if (args is ["partition", var runs])
{
    FirstParty.Benchmarks.PartitionCost.Run(int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
