using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>Generates sets of facts in which identifiers, times and values collide.</summary>
internal static class LawFacts
{
    private static readonly string[] Sources = ["web", "form", "partner"];
    private static readonly string[] Teas = ["Sencha", "Assam", "Rooibos"];
    private static readonly ConsentAct[] Acts = [ConsentAct.Granted, ConsentAct.Granted, ConsentAct.Denied, ConsentAct.Withdrawn];

    /// <summary>A set of up to some facts, each with an id of its own.</summary>
    public static Arbitrary<LawFact[]> Sets(int most) => Arb.From(
        Gen.Sized(size =>
            from seeds in Gen.ListOf(Seeds, Math.Clamp(size / 3, 1, most))
            select seeds.Select((seed, index) => Make(seed, index)).ToArray()),
        Shrinker);

    private static Gen<int[]> Seeds => Gen.Choose(0, 1_000_000).ArrayOf(8);

    /// <summary>A set without one of its facts is a simpler set.</summary>
    private static IEnumerable<LawFact[]> Shrinker(LawFact[] facts) => facts.Length == 0
        ? []
        : Enumerable.Range(0, facts.Length).Select(left => facts.Where((_, index) => index != left).ToArray());

    private static LawFact Make(int[] seed, int index) => (seed[0] % 10) switch
    {
        < 4 => LawFact.Event(Dress(new TrackEvent { Name = "Order Completed", Properties = new Attributes { ["total"] = seed[1] % 60 } }, seed, index)),
        < 5 => LawFact.Event(Dress(new PageEvent(), seed, index)),
        < 8 => LawFact.Event(Dress(new IdentifyEvent { Traits = Traits(seed) }, seed, index)),
        _ => LawFact.Act(
            Acts[seed[1] % Acts.Length],
            LawWorld.Identifiers[seed[2] % LawWorld.Identifiers.Count],
            LawWorld.Purposes[1 + (seed[3] % 2)],
            At(seed[4]),
            index),
    };

    private static CustomerEvent Dress(CustomerEvent plain, int[] seed, int index) => plain with
    {
        MessageId = $"m{index}",
        Source = Sources[seed[5] % Sources.Length],
        Identifiers = [.. Named(seed).Distinct()],
        Timestamp = At(seed[4]),
    };

    /// <summary>One to three identifiers, never two of the unique namespace.</summary>
    private static IEnumerable<Identifier> Named(int[] seed)
    {
        yield return LawWorld.Identifiers[seed[2] % 9];
        if (seed[6] % 3 > 0)
        {
            yield return LawWorld.Identifiers[3 + (seed[3] % 6)];
        }

        if (seed[6] % 9 > 5)
        {
            yield return LawWorld.Identifiers[6 + (seed[7] % 3)];
        }
    }

    private static Attributes Traits(int[] seed) => (seed[7] % 4) switch
    {
        0 => new Attributes { ["diet"] = "kosher" },
        1 => new Attributes { ["tea"] = AttributeValue.Null },
        _ => new Attributes { ["tea"] = Teas[seed[1] % Teas.Length] },
    };

    private static DateTimeOffset At(int seed) => LawWorld.Now - TimeSpan.FromHours(seed % 240);
}
