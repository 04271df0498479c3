using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;
using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent;

/// <summary>What must hold of the sealed log for any acts and any erasures.</summary>
[TestFixture]
public sealed class ConsentLedgerLaws
{
    private static readonly Identifier[] People = [Identifier.UserId("a"), Identifier.UserId("b"), Identifier.Email("c@example.com"), Identifier.AnonymousId("d")];
    private static readonly ConsentRules Rules = new(new PurposeRegistry([new Purpose("news", LawfulBasis.Consent), new Purpose("ads", LawfulBasis.Consent)]));
    private static readonly ConsentAct[] Acts = [ConsentAct.Granted, ConsentAct.Denied, ConsentAct.Withdrawn, ConsentAct.Asked];

    [Law(MaxTest = 40, Arbitrary = [typeof(ConsentLedgerLaws)])]
    public void EraseAsync_TakesOnePersonOut_AndNobodyElse(Script script) => EraseAsync(script).GetAwaiter().GetResult();

    public static Arbitrary<Script> Scripts()
    {
        var step = from who in Gen.Choose(0, People.Length - 1)
                   from act in Gen.Elements(Acts)
                   from purpose in Gen.Elements("news", "ads")
                   from bound in Gen.Choose(0, People.Length - 1)
                   select new Deed(who, act, purpose, bound);
        return (from steps in step.ListOf()
                from erased in Gen.Choose(0, People.Length - 1)
                select new Script([.. steps], erased)).ToArbitrary();
    }

    private static async Task EraseAsync(Script script)
    {
        var clock = new SteppingClock(DateTimeOffset.UnixEpoch);
        var (log, ledger) = (new InMemoryConsentLog(InMemoryConsentLog.State.Empty), new ConsentLedger(clock, IdSource.UuidV7));
        foreach (var step in script.Steps)
        {
            clock.Now = clock.Now.AddDays(1);
            await ledger.AppendAsync(log, ledger.Draft(step.Act, People[step.Who], step.Purpose) with { AlsoBinds = [People[step.Bound]] }, default);
        }

        clock.Now = clock.Now.AddDays(1);
        var leaves = (await log.ReadRangeAsync(0, 1_000, default)).Select(entry => Convert.ToHexString(entry.Leaf.Span)).ToList();
        var before = await StandingsAsync(log, ledger, clock.Now);
        var restarted = new InMemoryConsentLog(log.Current);

        await ledger.EraseAsync(restarted, [People[script.Erased]], [], default);

        var after = await StandingsAsync(restarted, ledger, clock.Now);
        foreach (var other in People.Where(person => person != People[script.Erased]))
        {
            after[other].ShouldBe(before[other]);
        }

        after[People[script.Erased]].ShouldAllBe(status => status == ConsentStatus.NotAsked);
        var entries = await restarted.ReadRangeAsync(0, 1_000, default);
        entries.Take(leaves.Count).Select(entry => Convert.ToHexString(entry.Leaf.Span)).ShouldBe(leaves);
        var range = new CompactRange();
        entries.ToList().ForEach(entry => range.Append(ConsentLeaf.Decode(entry.Leaf.Span).Hash()));
        CompactRange.FromBytes((await restarted.ReadHeadAsync(default)).CompactRange.Span).Root.ShouldBe(range.Root);
    }

    private static async Task<Dictionary<Identifier, ConsentStatus[]>> StandingsAsync(ConsentLog log, ConsentLedger ledger, DateTimeOffset at)
    {
        var standings = new Dictionary<Identifier, ConsentStatus[]>();
        foreach (var person in People)
        {
            var consent = await ledger.LoadAsync(log, Rules, [person], default);
            standings[person] = [.. Rules.Purposes.Select(purpose => consent.Decide(purpose.Id, at).Status)];
        }

        return standings;
    }

    public sealed record Deed(int Who, ConsentAct Act, string Purpose, int Bound);

    public sealed record Script(Deed[] Steps, int Erased)
    {
        public override string ToString() => $"{string.Join("; ", Steps.AsEnumerable())}, then erase {Erased}";
    }
}
