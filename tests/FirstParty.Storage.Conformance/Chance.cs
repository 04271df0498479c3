using FsCheck;
using Microsoft.FSharp.Core;

namespace FirstParty.Storage.Conformance;

/// <summary>
/// Where generated tests take their chance from: the same cases every run, so that a change is judged by what it changed. With the environment variable
/// <c>FP_CHANCE=new</c> every run tries cases that were never tried before; what they break is printed with its seed.
/// </summary>
public static class Chance
{
    private const ulong Seed = 9417858297382893421;
    private const ulong Gamma = 12345678901234567891;

    /// <summary>Whether this run tries new cases.</summary>
    public static bool IsNew { get; } = Environment.GetEnvironmentVariable("FP_CHANCE") == "new";

    /// <summary>Where a property begins, as its attribute has it; null for wherever chance will have it.</summary>
    public static string? Start => IsNew ? null : FormattableString.Invariant($"{Seed},{Gamma}");

    /// <summary>Where a property begins, as its configuration has it.</summary>
    public static FSharpOption<Replay> Replay =>
        IsNew ? FSharpOption<Replay>.None : FSharpOption<Replay>.Some(new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None));

    /// <summary>The seed of one of several worlds that a test makes up by itself.</summary>
    public static Guid World(int number) => IsNew ? Guid.CreateVersion7() : new Guid(number, 7, 7, new byte[8]);
}
