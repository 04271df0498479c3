using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Tests.Consent;

/// <summary>Writes a person's records in few words: an act, a purpose, a day.</summary>
internal sealed class ConsentStory(params Purpose[] purposes)
{
    private readonly List<ConsentRecord> _records = [];
    private readonly List<ConsentRecord> _published = [];

    public static Identifier Ada { get; } = Identifier.UserId("ada");

    public Func<ConsentRules, ConsentRules> Rules { get; init; } = rules => rules;

    public SubjectConsent Consent => ConsentOf(Ada);

    public static DateTimeOffset Day(double days) => DateTimeOffset.UnixEpoch.AddDays(days);

    public ConsentStory Then(ConsentAct act, string purpose, int day, Func<ConsentRecord, ConsentRecord>? change = null)
    {
        var record = new ConsentRecord
        {
            Subject = Ada, Act = act, Purpose = purpose, OccurredAt = Day(day), RecordedAt = Day(day), Sequence = _records.Count,
        };
        _records.Add(change is null ? record : change(record));
        return this;
    }

    public ConsentStory Published(int major, int day, string purpose = "")
    {
        _published.Add(new ConsentRecord
        {
            Subject = ConsentRecord.Controller, Act = ConsentAct.PolicyPublished, Purpose = purpose, OccurredAt = Day(0), RecordedAt = Day(0),
            EffectiveFrom = Day(day), Sequence = 1000 + _published.Count, Evidence = new() { PolicyTextId = "privacy", PolicyVersion = new(major, 0) },
        });
        return this;
    }

    public SubjectConsent ConsentOf(params Identifier[] identifiers) =>
        new(Rules(new ConsentRules(new PurposeRegistry(purposes)) { Policies = PolicyHistory.From(_published) }), identifiers, _records);

    public ConsentDecision On(string purpose, double day) => Consent.Decide(purpose, Day(day));
}
