using FirstParty.Consent;
using FirstParty.Identity;
using FsCheck;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent;

/// <summary>What must hold of the fold for any set of records whatever.</summary>
[TestFixture]
public sealed class ConsentFoldLaws
{
    private static readonly Identifier[] People = [Identifier.UserId("a"), Identifier.UserId("b"), Identifier.AnonymousId("c")];
    private static readonly ConsentRules Rules = new(new PurposeRegistry(
    [
        new Purpose("parent", LawfulBasis.Consent),
        new Purpose("child", LawfulBasis.Consent) { Parent = "parent", Validity = TimeSpan.FromDays(6), ProfilingForAds = true },
        new Purpose("interest", LawfulBasis.LegitimateInterests) { DirectMarketing = true },
        new Purpose("sale", LawfulBasis.LegitimateInterests) { Regime = ConsentRegime.OptOut },
        new Purpose("contract", LawfulBasis.Contract),
    ]))
    {
        Jurisdiction = "SE",
        Policies = PolicyHistory.From([Publication(1, 0), Publication(2, 9)]),
    };

    [Law(MaxTest = 60, Arbitrary = [typeof(ConsentFoldLaws)])]
    public void Decide_IsAFunctionOfTheSet_WhateverTheOrder(RecordSet set, int seed)
    {
        var shuffled = set.Records.ToArray();
        new System.Random(seed).Shuffle(shuffled);
        var (one, other) = (new SubjectConsent(Rules, [People[0]], set.Records), new SubjectConsent(Rules, [People[0]], shuffled));

        ForEach((purpose, at) =>
        {
            one.Decide(purpose, at).ShouldBe(other.Decide(purpose, at));
            one.Decide(purpose, at, at).ShouldBe(other.Decide(purpose, at, at));
        });
    }

    [Law(MaxTest = 60, Arbitrary = [typeof(ConsentFoldLaws)])]
    public void Decide_AnswersFromItsTable_AsTheFoldDoes(RecordSet set)
    {
        var consent = new SubjectConsent(Rules, [People[0], People[2]], set.Records);

        ForEach((purpose, at) => consent.Decide(purpose, at).ShouldBe(consent.Decide(purpose, at, DateTimeOffset.MaxValue), $"{purpose} at {at:u}"));
    }

    [Law(MaxTest = 60, Arbitrary = [typeof(ConsentFoldLaws)])]
    public void Decide_ForbidsAfterARefusal_WhateverCameBefore(RecordSet set)
    {
        var last = Day(30);
        var refusals = Rules.Purposes.Select((purpose, index) => new ConsentRecord
        {
            Subject = People[0], Act = ConsentAct.Objected, Purpose = purpose.Id, OccurredAt = last, RecordedAt = last, Sequence = 1000 + index,
        });
        var consent = new SubjectConsent(Rules, [People[0]], set.Records.Concat(refusals));

        foreach (var purpose in Rules.Purposes.Where(purpose => purpose.Id != "contract"))
        {
            consent.Decide(purpose.Id, last).Allowed.ShouldBeFalse();
        }
    }

    [Law(MaxTest = 60, Arbitrary = [typeof(ConsentFoldLaws)])]
    public void Decide_NeverWidens_WhenRecordsAreOnlyRepeated(RecordSet set)
    {
        var resent = set.Records
            .Where(record => record is { Act: ConsentAct.Granted or ConsentAct.OptedIn, InteractionId: not null })
            .Select(record => record with { OccurredAt = Day(25), RecordedAt = Day(25), Sequence = record.Sequence + 500 });
        var (before, after) = (new SubjectConsent(Rules, [People[0]], set.Records), new SubjectConsent(Rules, [People[0]], set.Records.Concat(resent)));

        foreach (var purpose in Rules.Purposes)
        {
            after.Decide(purpose.Id, Day(26)).ShouldBe(before.Decide(purpose.Id, Day(26)));
        }
    }

    public static Arbitrary<RecordSet> Sets()
    {
        var acts = Enum.GetValues<ConsentAct>().Where(act => act is not ConsentAct.PolicyPublished and not ConsentAct.Disclosed).ToArray();
        var record =
            from act in Gen.Elements(acts.Concat([ConsentAct.Granted, ConsentAct.Granted, ConsentAct.Denied, ConsentAct.OptedIn]).ToArray())
            from purpose in Gen.Elements("parent", "child", "interest", "sale", "contract")
            from everything in Gen.Elements(true, false, false)
            from subject in Gen.Elements(People)
            from other in Gen.Elements(People)
            from at in Gen.Choose(1, 20)
            from late in Gen.Elements(0, 0, 0, 3, -2)
            from origin in Gen.Elements(Enum.GetValues<ConsentOrigin>())
            from assurance in Gen.Elements(Enum.GetValues<ConsentAssurance>())
            from interaction in Gen.Elements("i1", "i2", null)
            from age in Gen.Choose(11, 19)
            from binds in Gen.Elements(true, false)
            select new ConsentRecord
            {
                Subject = subject,
                Act = act,
                Purpose = everything && act is ConsentAct.Restricted or ConsentAct.RestrictionLifted or ConsentAct.Erased ? "" : purpose,
                OccurredAt = Day(at),
                RecordedAt = Day(Math.Max(0, at + late)),
                Origin = origin,
                Assurance = assurance,
                InteractionId = interaction,
                Other = act is ConsentAct.Merge or ConsentAct.Unmerge ? other : null,
                AgeYears = act == ConsentAct.AgeAsserted ? age : null,
                AlsoBinds = binds && act.IsRestrictive() ? [other] : [],
                Acknowledges = binds ? ["gpc"] : [],
            };
        return record.ListOf().Select(list => new RecordSet([.. list.Select((item, index) => item with { Sequence = index })])).ToArbitrary();
    }

    private static void ForEach(Action<string, DateTimeOffset> check)
    {
        foreach (var purpose in Rules.Purposes)
        {
            for (var hours = 0; hours < 26 * 24; hours += 24)
            {
                check(purpose.Id, DateTimeOffset.UnixEpoch.AddHours(hours));
            }
        }
    }

    private static ConsentRecord Publication(int major, int day) => new()
    {
        Subject = ConsentRecord.Controller, Act = ConsentAct.PolicyPublished, OccurredAt = Day(day), RecordedAt = Day(day), Sequence = 2000 + major,
        Evidence = new() { PolicyTextId = "privacy", PolicyVersion = new(major, 0) },
    };

    private static DateTimeOffset Day(int days) => DateTimeOffset.UnixEpoch.AddDays(days);

    public sealed record RecordSet(ConsentRecord[] Records)
    {
        public override string ToString() => string.Join("; ", Records.Select(r =>
            $"{r} at {r.OccurredAt:MM-dd} rec {r.RecordedAt:MM-dd} {r.Origin} {r.Assurance} {r.InteractionId} {r.Other} {r.AgeYears} +{r.AlsoBinds.Length}"));
    }
}
