using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>Tries a law on generated sets of facts; what breaks it is shrunk and printed with its seed.</summary>
internal static class LawCheck
{
    public static void Run(int tries, int facts, Func<LawFact[], Random, Task> law) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(tries).WithReplay(Chance.Replay),
        Prop.ForAll(LawFacts.Sets(facts), Gen.Choose(0, int.MaxValue).ToArbitrary(), (set, seed) =>
        {
            law(set, new Random(seed)).GetAwaiter().GetResult();
            return true;
        }));
}
