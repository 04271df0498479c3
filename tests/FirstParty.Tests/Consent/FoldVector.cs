using System.Text.Json;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Consent;

/// <summary>One case of fold.json, turned into the library's own words. Days count from 1970-01-01 so that they are short.</summary>
internal sealed class FoldVector(JsonElement input)
{
    public string PurposeId => input.GetProperty("purpose").GetString()!;

    public DateTimeOffset Now => Day(input.GetProperty("now"));

    public DateTimeOffset KnownAt => input.TryGetProperty("knownAt", out var known) ? Day(known) : Now;

    public Identifier Person => Subject(input, "subject", "s1");

    public FactClass Fact => new(
        Party.First,
        Flag("requiresExplicit") ? Sensitivity.SpecialCategory : Flag("nationalId") ? Sensitivity.NationalId : Sensitivity.Personal,
        NationalId: Flag("nationalId"));

    public SubjectConsent Consent => new(Rules, [Person], Records);

    public List<ConsentRecord> Records
    {
        get
        {
            var records = input.GetProperty("records").EnumerateArray().Select(Record).ToList();
            if (input.TryGetProperty("age", out var age))
            {
                records.Add(new ConsentRecord
                {
                    Subject = Person, Act = ConsentAct.AgeAsserted, OccurredAt = Day(0), RecordedAt = Day(0), Sequence = records.Count,
                    AgeYears = age.GetInt32(),
                });
            }

            return records;
        }
    }

    private ConsentRules Rules => new(new PurposeRegistry([Purpose]))
    {
        Jurisdiction = "XX",
        AgesOfConsent = input.TryGetProperty("ageOfConsent", out var age) ? AgesOfConsent.Standard.With("XX", age.GetInt32()) : AgesOfConsent.Standard,
        Policies = !input.TryGetProperty("policyMajor", out var major) ? PolicyHistory.Empty : PolicyHistory.From(
        [
            new ConsentRecord
            {
                Subject = ConsentRecord.Controller, Act = ConsentAct.PolicyPublished, OccurredAt = Day(0), RecordedAt = Day(0), Sequence = 1000,
                EffectiveFrom = Day(input.GetProperty("policyEffective")),
                Evidence = new() { PolicyTextId = "privacy", PolicyVersion = new(major.GetInt32(), 0) },
            },
        ]),
    };

    private Purpose Purpose
    {
        get
        {
            var basis = input.TryGetProperty("basis", out var name) ? name.GetString()! : "Consent";
            var purpose = new Purpose(PurposeId, basis == "OptOut" ? LawfulBasis.LegitimateInterests : Enum.Parse<LawfulBasis>(basis))
            {
                NoticeGiven = !input.TryGetProperty("noticeGiven", out var notice) || notice.GetBoolean(),
                MaxSensitivity = Sensitivity.SpecialCategory,
                Validity = input.TryGetProperty("validity", out var days) ? TimeSpan.FromDays(days.GetInt32()) : null,
                Article9Ground = Flag("art9Exemption") ? Article9Ground.LegalClaims : null,
                NationalIdJustification = Flag("justified") ? "invoicing" : null,
            };
            return basis == "OptOut" ? purpose with { Regime = ConsentRegime.OptOut } : purpose;
        }
    }

    private static ConsentRecord Record(JsonElement json, int index) => new()
    {
        Subject = Subject(json, "subject", "s1"),
        Act = Enum.Parse<ConsentAct>(json.GetProperty("act").GetString()!),
        Purpose = json.TryGetProperty("purpose", out var purpose) ? purpose.GetString()! : "",
        OccurredAt = Day(json.GetProperty("at")),
        RecordedAt = Day(json.GetProperty(json.TryGetProperty("rec", out _) ? "rec" : "at")),
        Sequence = index,
        Origin = json.TryGetProperty("origin", out var origin) ? Enum.Parse<ConsentOrigin>(origin.GetString()!) : ConsentOrigin.Subject,
        Assurance = json.TryGetProperty("assurance", out var assurance)
            ? Enum.Parse<ConsentAssurance>(assurance.GetString()!, ignoreCase: true)
            : ConsentAssurance.Claimed,
        Acknowledges = json.TryGetProperty("acknowledges", out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [],
        Other = json.TryGetProperty("other", out _) ? Subject(json, "other", "") : null,
        Evidence = json.TryGetProperty("policyMajor", out var major) ? new() { PolicyVersion = new(major.GetInt32(), 0) } : ConsentEvidence.None,
    };

    private bool Flag(string name) => input.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static Identifier Subject(JsonElement json, string name, string otherwise) =>
        Identifier.UserId(json.TryGetProperty(name, out var value) ? value.GetString()! : otherwise);

    private static DateTimeOffset Day(JsonElement days) => Day(days.GetInt32());

    private static DateTimeOffset Day(int days) => DateTimeOffset.UnixEpoch.AddDays(days);
}
